import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { ensureAdminToken } from "@/lib/auth/ensure-admin-token";
import { openEmbeddedStore } from "@/lib/metrics/embedded/open";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "@/lib/postgres/embedded";
import { otlpRequest, otlpRequestBytes } from "../../support/otlp-request";
import { writeRequestBody } from "../../support/write-request";

const SERVER = fileURLToPath(new URL("../../support/ingest-server.ts", import.meta.url));
const TOKEN = "admin-token-of-this-test-0001";
const MEBIBYTE = 1024 * 1024;
/** What all of our Node processes together may take while they are measured beside their peers. */
const RESIDENT_MAX = 1024 * MEBIBYTE;
/** What senders wait for an answer: Prometheus' `remote_timeout`, `OTEL_EXPORTER_OTLP_TIMEOUT`. */
const PROMETHEUS_MS = 30_000;
const OTLP_MS = 10_000;
const NOW = Math.floor(Date.now() / 1_000) * 1_000;

let folder: string;
let postgres: EmbeddedPostgres;
let child: ChildProcess;
let url: string;
let residentMost = 0;
let watcher: NodeJS.Timeout;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "evenkeel-pressure-"));
  postgres = await startEmbeddedPostgres({ dataFolder: folder });
  await migrateDatabase(postgres.url);
  const db = openDatabase(postgres.url, { max: 1, applicationName: "test" });
  await ensureAdminToken(db, TOKEN);
  await db.$client.end();
  child = spawn(process.execPath, ["--import", "tsx", SERVER, postgres.url], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (child.stdout === null) throw new Error("The server has no output.");
  [url] = (await once(createInterface(child.stdout), "line")) as [string];
  watcher = setInterval(() => (residentMost = Math.max(residentMost, residentBytes(child.pid ?? 0))), 50);
}, 60_000);
afterAll(async () => {
  clearInterval(watcher);
  const exit = once(child, "close");
  child.kill("SIGKILL");
  await exit;
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

const statusOf = (pid: number) => readFileSync(`/proc/${pid}/status`, "utf8");
const residentBytes = (pid: number) => Number(/VmRSS:\s+(\d+)/.exec(statusOf(pid))?.[1] ?? 0) * 1024;

/** PostgreSQL's processes: the first one and those that it has started. */
function postgresPids(): number[] {
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const children = all.filter((name) => {
    try {
      return Number(/PPid:\s+(\d+)/.exec(statusOf(Number(name)))?.[1]) === postgres.pid;
    } catch {
      return false; // It has ended meanwhile.
    }
  });
  return [postgres.pid, ...children.map(Number)];
}
const signalPostgres = (signal: "SIGSTOP" | "SIGCONT") => {
  for (const pid of postgresPids()) process.kill(pid, signal);
};

const SERIES = 200;
/** 200 series of their own with long labels, 350 kB unpacked. */
const body = (n: number) =>
  writeRequestBody(
    Array.from({ length: SERIES }, (_, i) => ({
      labels: { __name__: "flood", filler: "x".repeat(1_700), request: String(n), series: String(i) },
      t: [NOW],
      v: [n],
    })),
  );
const authorization = `Bearer ${TOKEN}`;
const send = (packed: Uint8Array<ArrayBuffer>) =>
  fetch(`${url}/api/v1/write`, {
    method: "POST",
    body: packed,
    headers: { authorization, "content-encoding": "snappy", "content-type": "application/x-protobuf" },
    signal: AbortSignal.timeout(PROMETHEUS_MS),
  });
const otlp = (given: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  fetch(`${url}/api/v1/otlp/v1/metrics`, {
    method: "POST",
    body: given,
    headers: { authorization, "content-type": "application/x-protobuf", ...headers },
    signal: AbortSignal.timeout(OTLP_MS),
  });
/** Status, and whether the sender is told when to come again. The body is read, as a sender does. */
const outcome = async (answer: Promise<Response>) => {
  const response = await answer;
  await response.arrayBuffer();
  return { status: response.status, retryAfter: response.headers.get("retry-after") };
};

/** Begins a body and never ends it. @returns the first line of the answer. */
async function neverEnding(): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  const head = ["POST /api/v1/otlp/v1/metrics HTTP/1.1", "host: x", `authorization: ${authorization}`];
  socket.write(
    [...head, "content-type: application/x-protobuf", "content-length: 1000", "", "a"].join("\r\n"),
  );
  const drip = setInterval(() => socket.write("a"), 500);
  const [first] = (await once(socket, "data")) as [Buffer];
  clearInterval(drip);
  socket.destroy();
  return first.toString().split("\r\n")[0] ?? "";
}

describe("while the database stalls", () => {
  it(
    "a flood of writers is told in time to come again, memory stays bounded, and nothing that was accepted is lost",
    { timeout: 300_000 },
    async () => {
      const requests = Array.from({ length: 120 }, (_, n) => n);
      const outcomes = new Map<number, { status: number; retryAfter: string | null }>();
      let next = 0;
      const sender = async () => {
        for (let n = next++; n < requests.length; n = next++) outcomes.set(n, await outcome(send(body(n))));
      };
      const flood = Promise.all(Array.from({ length: 50 }, sender));
      // Some are through, others are in the middle of their work.
      while (outcomes.size < 20) await delay(10);
      signalPostgres("SIGSTOP");
      const point = { timeUnixNano: `${NOW}000000`, asInt: "1" };
      const small = otlpRequestBytes(otlpRequest({ name: "small", gauge: { dataPoints: [point] } }));
      const claim = Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x08, 0x00);
      const member = gzipSync(Buffer.alloc(16 * MEBIBYTE));
      const bomb = new Uint8Array(Buffer.concat(Array.from({ length: 64 }, () => member)));
      const others = await Promise.all([
        outcome(otlp(small)),
        outcome(send(claim)),
        outcome(otlp(bomb, { "content-encoding": "gzip" })),
        neverEnding(),
      ]);
      // Who sends is asked of the database, so even a bad request waits for it, but not for ever.
      for (const answer of others)
        expect(typeof answer === "string" ? answer : answer.status).toEqual(
          typeof answer === "string" ? "HTTP/1.1 503 Service Unavailable" : 503,
        );
      await flood;
      signalPostgres("SIGCONT");

      const statuses = [...outcomes.values()].map(({ status }) => status);
      expect(new Set(statuses)).toEqual(new Set([204, 503]));
      const asked = [...outcomes.values()].filter(({ status }) => status === 503);
      expect(asked.filter(({ retryAfter }) => !(Number(retryAfter) > 0))).toEqual([]);
      expect(residentMost).toBeLessThan(RESIDENT_MAX);

      const db = openDatabase(postgres.url, { max: 2, applicationName: "reader" });
      const store = openEmbeddedStore({ sql: db.$client });
      const stored = async () => {
        const value = await store.query("count by (request) (flood)", NOW);
        const samples = value.type === "vector" ? value.samples : [];
        return new Map(samples.map(({ labels, v }) => [Number(labels["request"]), v]));
      };
      const accepted = [...outcomes].filter(([, { status }]) => status === 204).map(([n]) => n);
      const before = await stored();
      expect(accepted.filter((n) => before.get(n) !== SERIES)).toEqual([]);

      // Everything goes on: the senders come again with what was not accepted, and the bad ones hear why.
      for (const n of requests.filter((n) => outcomes.get(n)?.status !== 204)) {
        let answer = await outcome(send(body(n)));
        while (answer.status === 503) answer = await outcome(send(body(n)));
        expect(answer.status).toBe(204);
      }
      const after = await stored();
      expect(requests.filter((n) => after.get(n) !== SERIES)).toEqual([]);
      expect((await outcome(otlp(small))).status).toBe(200);
      expect((await outcome(send(claim))).status).toBe(413);
      expect((await outcome(otlp(bomb, { "content-encoding": "gzip" }))).status).toBe(413);
      expect(await neverEnding()).toBe("HTTP/1.1 503 Service Unavailable");
      expect(residentMost).toBeLessThan(RESIDENT_MAX);
      console.log(`resident at most ${Math.round(residentMost / MEBIBYTE)} MiB, accepted ${accepted.length}`);
      await store.close();
      await db.$client.end();
    },
  );
});
