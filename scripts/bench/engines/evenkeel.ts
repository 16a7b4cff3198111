import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { openDatabase, type Sql } from "@/db/client";
import { DAY_MS, SECOND_MS } from "@/lib/core/time";
import { foldLog } from "@/lib/metrics/embedded/fold-log";
import { mergeSegments } from "@/lib/metrics/embedded/merge-segments";
import { SUPERUSER } from "@/lib/postgres/cluster";
import { send, sendWell } from "../http-client";
import { descendants } from "../processes";
import type { Engine } from "./engine";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
/** The first start after a change builds the web part. */
const READY_WITHIN_MS = 10 * 60_000;
const accessSchema = z.object({ password: z.string(), port: z.number() });

/** The whole product as `npm start` runs it, without the simulated cloud: supervisor, web, worker, PostgreSQL. */
export async function startEvenkeel(port: number): Promise<Engine> {
  const folder = await mkdtemp(path.join(tmpdir(), "bench-evenkeel-"));
  const token = randomBytes(24).toString("base64url");
  const { DATABASE_URL: _, METRICS_URL: __, METRICS_WRITE_URL: ___, ...inherited } = process.env;
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    cwd: ROOT,
    env: {
      ...inherited,
      NODE_ENV: "production",
      HOST: "127.0.0.1",
      PORT: String(port),
      EVENKEEL_DATA_DIR: folder,
      ADMIN_TOKEN: token,
      SIMULATOR: "off",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = once(child, "close");
  let said = "";
  const collect = (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4_000));
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  const stop = async () => {
    child.kill("SIGTERM");
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  const baseUrl = `http://127.0.0.1:${port}`;
  const deadline = performance.now() + READY_WITHIN_MS;
  const isReady = async () => (await send(`${baseUrl}/healthz`).catch(() => null))?.status === 200;
  // oxlint-disable-next-line no-await-in-loop -- polling is a sequence
  while (!(await isReady())) {
    if (child.exitCode !== null || performance.now() > deadline) {
      // oxlint-disable-next-line no-await-in-loop
      await stop();
      throw new Error(`Evenkeel did not get ready: ${said}`);
    }
    // oxlint-disable-next-line no-await-in-loop
    await delay(200);
  }
  const headers = { authorization: `Bearer ${token}` };
  return {
    name: "evenkeel",
    baseUrl,
    writeUrl: `${baseUrl}/api/v1/write`,
    headers,
    pids: () => descendants(child.pid ?? 0, (command) => !command.startsWith("postgres")),
    loopDelayMs: () => loopDelayMs(`${baseUrl}/metrics`, headers),
    compactedBytes: () => withDatabase(folder, compactedBytes),
    stop,
  };
}

/** Of the web part, out of its own metrics. */
async function loopDelayMs(url: string, headers: Readonly<Record<string, string>>): Promise<number> {
  const { body } = await sendWell(url, { headers });
  const line = /^evenkeel_nodejs_eventloop_lag_seconds\{part="web",statistic="max"\} (\S+)/m;
  const [, seconds] = line.exec(body.toString()) ?? [];
  if (seconds === undefined) throw new Error(`${url} does not tell the delay of the event loop.`);
  return Number(seconds) * SECOND_MS;
}

async function withDatabase<T>(folder: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const access = accessSchema.parse(JSON.parse(await readFile(path.join(folder, "postgres.json"), "utf8")));
  const url = `postgresql://${SUPERUSER}:${access.password}@127.0.0.1:${access.port}/evenkeel`;
  const db = openDatabase(url, { max: 1, applicationName: "bench" });
  try {
    return await work(db.$client);
  } finally {
    await db.$client.end({ timeout: 2 });
  }
}

/** Folds and merges as the worker will once these days are over, and packs the tables; the write-ahead log is not counted. */
async function compactedBytes(sql: Sql): Promise<number> {
  const later = Date.now() + 2 * DAY_MS;
  // oxlint-disable-next-line no-await-in-loop -- each step is a transaction of its own
  while ((await foldLog(sql, later)) > 0);
  // oxlint-disable-next-line no-await-in-loop
  while ((await mergeSegments(sql, later)) > 0);
  const tables = await sql<{ name: string }[]>`
    select relname as name from pg_class where relkind = 'r' and relname like 'metric\\_%'`;
  // oxlint-disable-next-line no-await-in-loop
  for (const { name } of tables) await sql`vacuum full ${sql(name)}`;
  const [row] = await sql<{ bytes: string }[]>`
    select sum(pg_total_relation_size(oid)) as bytes from pg_class where relkind = 'r' and relname like 'metric\\_%'`;
  return Number(row?.bytes ?? 0);
}
