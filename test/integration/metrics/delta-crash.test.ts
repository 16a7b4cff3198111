import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { HOUR_MS } from "@/lib/core/time";
import { openEmbeddedStore } from "@/lib/metrics/embedded/open";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "@/lib/postgres/embedded";

const WRITER = fileURLToPath(new URL("../../support/delta-writer.ts", import.meta.url));
const START = Math.floor(Date.now() / 1_000) * 1_000 - HOUR_MS / 2;
const ROUNDS = 3;
const LANES = ["a", "b"] as const;

let folder: string;
let server: EmbeddedPostgres;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "evenkeel-delta-"));
  server = await startEmbeddedPostgres({ dataFolder: folder });
  await migrateDatabase(server.url);
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

class Writer {
  acknowledged: number;
  readonly #child: ChildProcess;

  constructor(lane: string, acknowledged: number) {
    this.acknowledged = acknowledged;
    const run = ["--import", "tsx", WRITER, server.url, lane, String(acknowledged + 1), String(START)];
    this.#child = spawn(process.execPath, run, { stdio: ["ignore", "pipe", "inherit"] });
    const { stdout } = this.#child;
    if (stdout) createInterface(stdout).on("line", (line) => (this.acknowledged = Number(line)));
  }

  async until(n: number): Promise<void> {
    const deadline = Date.now() + 60_000;
    while (this.acknowledged < n) {
      if (Date.now() > deadline || this.#child.exitCode !== null)
        throw new Error(`The writer did not come to ${n}.`);
      await delay(5);
    }
  }

  async kill(): Promise<void> {
    const exit = once(this.#child, "close");
    this.#child.kill("SIGKILL");
    await exit;
  }
}

async function restartPostgres(): Promise<void> {
  process.kill(server.pid, "SIGKILL");
  await server.exited;
  server = await startEmbeddedPostgres({ dataFolder: folder });
}

describe("kill -9", () => {
  it(
    "of writers and of PostgreSQL neither loses an acknowledged change nor counts one twice",
    { timeout: 240_000 },
    async () => {
      const acknowledged = new Map(LANES.map((lane) => [lane, -1]));
      for (let round = 0; round < ROUNDS; round++) {
        const writers = LANES.map((lane) => ({
          lane,
          writer: new Writer(lane, acknowledged.get(lane) ?? -1),
        }));
        for (const { lane, writer } of writers) await writer.until((acknowledged.get(lane) ?? 0) + 30);
        await restartPostgres();
        // The same port is taken again, so the writers go on by themselves.
        for (const { writer } of writers) await writer.until(writer.acknowledged + 10);
        for (const { lane, writer } of writers) {
          await writer.kill();
          acknowledged.set(lane, writer.acknowledged);
        }
      }

      const db = openDatabase(server.url, { max: 2, applicationName: "reader" });
      const store = openEmbeddedStore({ sql: db.$client });
      const value = await store.query("changes[40m]", START + HOUR_MS / 2);
      const lanes = new Map(
        value.type === "matrix"
          ? value.series.map(({ labels, t, v }) => [labels["lane"], { t: [...t], v: [...v] }])
          : [],
      );
      await store.close();
      await db.$client.end();
      const most = Math.max(...acknowledged.values());
      for (const [lane, last] of [...acknowledged, ["shared", most] as const]) {
        const { t, v } = lanes.get(lane) ?? { t: [], v: [] };
        // A zero at the start, then one more with each change: nothing is missing, nothing counts twice.
        expect(v).toEqual(v.map((_, n) => n));
        expect(t).toEqual(v.map((_, n) => START + n * 100));
        // One more than was acknowledged may be there: its answer was lost with the writer.
        expect(v.length - 2).toBeGreaterThanOrEqual(last);
        expect(v.length - 2).toBeLessThanOrEqual(last + 1);
      }
    },
  );
});
