import { rm } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "@/db/client";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "@/lib/core/time";
import { expireSegments } from "@/lib/metrics/embedded/expire-segments";
import { foldLog } from "@/lib/metrics/embedded/fold-log";
import { mergeSegments } from "@/lib/metrics/embedded/merge-segments";
import { embeddedUrl } from "@/lib/postgres/embedded";
import { uniform } from "@/lib/simulator/rng";
import { NumberedStream } from "../support/numbered-stream";
import { cannotKill, killQuietly, pidOf } from "../support/processes";
import { startProduct, type Product } from "../support/product";
import { until } from "../support/until";

/** DURABILITY_ROUNDS asks for another number of rounds, DURABILITY_SEED for other moments. */
const ROUNDS = Number(process.env["DURABILITY_ROUNDS"] ?? 50);
const SEED = Number(process.env["DURABILITY_SEED"] ?? 20);
const skipped = cannotKill === "" ? "" : ` (skipped: ${cannotKill})`;

const PARTS = ["bin/postgres", "next-server", ".build/worker.mjs"] as const;
/** The streams lie in the past and cross days, so that folding and merging take them up while they grow. */
const START = Math.floor((Date.now() - 9 * DAY_MS) / DAY_MS) * DAY_MS;
const STEP_MS = 2 * SECOND_MS * Math.min(1, 50 / ROUNDS);
/** Numbers of one request. */
const PER_REQUEST = 20;
/** Older than the rest: what retention takes away meanwhile. */
const EXPIRED_START = START - 3 * DAY_MS;

/** Which parts die in a round: mostly one, at times two, at times all. */
function victims(round: number): string[] {
  const count = [1, 1, 1, 2, 3][Math.floor(uniform(SEED, 1, round) * 5)] ?? 1;
  const first = Math.floor(uniform(SEED, 2, round) * PARTS.length);
  return Array.from({ length: count }, (_, i) => PARTS[(first + i) % PARTS.length] ?? PARTS[0]);
}

describe.skipIf(cannotKill !== "")(`kill -9 at random moments, ${ROUNDS} rounds${skipped}`, () => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct({ env: { SIMULATOR: "off" } });
  });
  afterAll(async () => {
    await product.stop();
    await rm(product.dataFolder, { recursive: true, force: true });
  });

  const post = (path: string, form: Record<string, string>) =>
    fetch(`${product.baseUrl}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${product.adminToken}` },
      body: new URLSearchParams(form),
    });

  function openStream(metric: string, startMs: number): NumberedStream {
    return new NumberedStream({
      url: product.baseUrl,
      token: product.adminToken,
      metric,
      startMs,
      stepMs: STEP_MS,
      lanes: ["a", "b", "c", "d"],
      perRequest: PER_REQUEST,
    });
  }

  /** Folds, merges and expires without a pause, beside the worker; a killed database ends a step, not the loop. */
  async function compactAlways() {
    const url = await embeddedUrl(product.dataFolder);
    if (url === null) throw new Error("The product has no database yet.");
    const db = openDatabase(url, { max: 2, applicationName: "compactor" });
    const moved = { folded: 0, merged: 0, expired: 0 };
    const stop = new AbortController();
    const step = (work: Promise<number>): Promise<number> => work.catch(() => 0);
    const running = (async () => {
      for (let i = 0; !stop.signal.aborted; i++) {
        // A clock that runs ahead: each look finds the next block over.
        const now = Date.now() + i * 10 * MINUTE_MS;
        moved.folded += await step(foldLog(db.$client, now, 2_000));
        moved.merged += await step(mergeSegments(db.$client, Date.now()));
        const retention = { maxAgeMs: Date.now() - (START - HOUR_MS), maxBytes: null };
        moved.expired += await step(expireSegments(db.$client, Date.now(), retention));
        await delay(50);
      }
    })();
    return async () => {
      stop.abort();
      await running;
      await db.$client.end({ timeout: 1 });
      return moved;
    };
  }

  /** The numbers that are stored, by lane; each must lie at its own time. */
  async function storedNumbers(stream: NumberedStream, metric: string): Promise<Map<string, number[]>> {
    const end = stream.timeOf(stream.acknowledged);
    const spanS = Math.ceil((end - stream.timeOf(0)) / SECOND_MS) + 1;
    const response = await post("/api/v1/query", {
      query: `${metric}[${spanS}s]`,
      time: String(end / SECOND_MS),
    });
    const answer = (await response.json()) as {
      data: { result: { metric: { lane: string }; values: [number, string][] }[] };
    };
    return new Map(
      answer.data.result.map(({ metric: { lane }, values }) => {
        const numbers = values.map(([, v]) => Number(v));
        expect(values.map(([s]) => Math.round(s * SECOND_MS))).toEqual(numbers.map((n) => stream.timeOf(n)));
        return [lane, numbers];
      }),
    );
  }

  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

  it(
    "loses no acknowledged sample and stores none twice, while samples are folded, merged, deleted and expired",
    { timeout: 30 * MINUTE_MS },
    async () => {
      const kept = openStream("kept", START);
      const deleted = openStream("deleted", START);
      const expired = openStream("expired", EXPIRED_START);
      const stopCompaction = await compactAlways();
      let deletedBelow = 0;

      for (let round = 0; round < ROUNDS; round++) {
        await kept.advance(PER_REQUEST * (1 + Math.floor(uniform(SEED, 3, round) * 8)));
        const pids = await Promise.all(
          victims(round).map((name) =>
            until(`${name} runs`, () => pidOf(product.dataFolder, name).catch(() => null)),
          ),
        );
        const deletion = round % 5 === 2 ? deleteBelow(deleted.acknowledged) : null;
        await delay(uniform(SEED, 4, round) * 150);
        for (const pid of pids) killQuietly(pid);
        deletedBelow = (await deletion) ?? deletedBelow;
      }
      await Promise.all([kept, deleted, expired].map((stream) => stream.advance(PER_REQUEST)));
      await Promise.all([kept, deleted, expired].map((stream) => stream.stop()));
      const moved = await stopCompaction();

      const everyLane = (numbers: number[]) => new Map(["a", "b", "c", "d"].map((lane) => [lane, numbers]));
      expect(await storedNumbers(kept, "kept")).toEqual(everyLane(range(0, kept.acknowledged)));
      expect(await storedNumbers(deleted, "deleted")).toEqual(
        everyLane(range(deletedBelow, deleted.acknowledged)),
      );
      // Without these the test would be about less than it says.
      expect(kept.retries).toBeGreaterThan(ROUNDS / 5);
      expect(deletedBelow).toBeGreaterThan(0);
      for (const count of Object.values(moved)) expect(count).toBeGreaterThan(0);

      /** Deletes the numbers below `count` of one stream, as often as it takes. */
      async function deleteBelow(count: number): Promise<number> {
        if (count === 0) return 0;
        const end = String(deleted.timeOf(count - 1) / SECOND_MS);
        await until("the deletion is answered", async () => {
          const response = await post("/api/v1/admin/tsdb/delete_series", { "match[]": "deleted", end });
          return response.status === 204 ? true : null;
        });
        return count;
      }
    },
  );
});
