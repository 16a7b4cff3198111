import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { DAY_MS, HOUR_MS } from "@/lib/core/time";
import { foldLog } from "@/lib/metrics/embedded/fold-log";
import { mergeSegments } from "@/lib/metrics/embedded/merge-segments";
import { openEmbeddedStore } from "@/lib/metrics/embedded/open";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "@/lib/postgres/embedded";

const WRITER = fileURLToPath(new URL("../../support/numbered-writer.ts", import.meta.url));
/** The stream lies in the past, so that folding takes it up while it grows. */
const START = Math.floor((Date.now() - 10 * DAY_MS) / DAY_MS) * DAY_MS;
const ROUNDS = 4;

let folder: string;
let server: EmbeddedPostgres;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "evenkeel-crash-"));
  // Unlike the other tests' server, this one syncs to disk: that is what is tested.
  server = await startEmbeddedPostgres({ dataFolder: folder });
  await migrateDatabase(server.url);
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

class Writer {
  acknowledged = -1;
  readonly #child: ChildProcess;

  constructor(first: number) {
    const run = ["--import", "tsx", WRITER, server.url, String(first), String(START)];
    this.#child = spawn(process.execPath, run, { stdio: ["ignore", "pipe", "inherit"] });
    const { stdout } = this.#child;
    if (stdout) createInterface(stdout).on("line", (line) => (this.acknowledged = Number(line)));
  }

  async until(n: number): Promise<void> {
    const deadline = Date.now() + 60_000;
    while (this.acknowledged < n) {
      if (Date.now() > deadline) throw new Error(`The writer did not come to ${n}.`);
      await delay(5);
    }
  }

  async kill(): Promise<void> {
    const exit = once(this.#child, "close");
    this.#child.kill("SIGKILL");
    await exit;
  }
}

/** Folds and merges without a pause until stopped; a killed database ends a step, not the loop. */
function compactAlways(url: string) {
  const db = openDatabase(url, { max: 2, applicationName: "compactor" });
  const state = { stopped: false };
  const running = (async () => {
    for (let i = 0; !state.stopped; i++) {
      const now = START + 3 * DAY_MS + i * HOUR_MS;
      await foldLog(db.$client, now, 100).catch(() => undefined);
      await mergeSegments(db.$client, now).catch(() => undefined);
      await delay(2);
    }
  })();
  return async () => {
    state.stopped = true;
    await running;
    await db.$client.end({ timeout: 1 });
  };
}

async function restartPostgres(): Promise<void> {
  process.kill(server.pid, "SIGKILL");
  await server.exited;
  server = await startEmbeddedPostgres({ dataFolder: folder });
}

describe("kill -9", () => {
  it(
    "of the writer and of PostgreSQL loses no acknowledged sample and stores none twice",
    { timeout: 240_000 },
    async () => {
      let acknowledged = -1;
      for (let round = 0; round < ROUNDS; round++) {
        const writer = new Writer(acknowledged + 1);
        const stopCompaction = compactAlways(server.url);
        await writer.until(acknowledged + 20 + round * 7);
        if (round % 2 === 0) {
          await restartPostgres();
          // The same port is taken again, so the writer goes on by itself.
          await writer.until(writer.acknowledged + 10);
        }
        await writer.kill();
        acknowledged = writer.acknowledged;
        await stopCompaction();
        await restartPostgres();
      }

      const db = openDatabase(server.url, { max: 2, applicationName: "reader" });
      const store = openEmbeddedStore({ sql: db.$client });
      const end = START + (acknowledged + 1) * 1_000;
      const value = await store.query(`numbered[${acknowledged + 2}s]`, end);
      const series = value.type === "matrix" ? value.series : [];
      expect(series.map(({ labels }) => labels["lane"])).toEqual(["a", "b", "c", "d"]);
      for (const { t, v } of series) {
        // One more than was acknowledged may be there: its answer was lost with the writer.
        const numbers = [...v];
        expect(numbers).toEqual(numbers.map((_, n) => n));
        expect([...t]).toEqual(numbers.map((n) => START + n * 1_000));
        expect(numbers.length).toBeGreaterThan(acknowledged);
        expect(numbers.length).toBeLessThanOrEqual(acknowledged + 2);
      }
      const [rows] = await db.$client<{ log: string; segments: string }[]>`
      select (select coalesce(sum(samples), 0) from metric_log) as log,
        (select coalesce(sum(samples), 0) from metric_segments) as segments`;
      // Compaction took part: without it this would only test the log.
      expect(Number(rows?.segments)).toBeGreaterThan(0);
      await store.close();
      await db.$client.end();
    },
  );
});
