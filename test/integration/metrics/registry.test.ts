import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "@/lib/core/time";
import { expireSegments } from "@/lib/metrics/embedded/expire-segments";
import { foldLog } from "@/lib/metrics/embedded/fold-log";
import { decodeLogRow } from "@/lib/metrics/embedded/log-row";
import { purgeSeries } from "@/lib/metrics/embedded/purge-series";
import { uniform } from "@/lib/simulator/rng";
import { openParts } from "../../support/embedded-store";
import { testDatabase, type TestDatabase } from "../../support/postgres";

let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase();
});
afterEach(() => database.drop());

const NOON = Date.UTC(2026, 0, 10, 12);
const KEPT = { maxAgeMs: 2 * DAY_MS, maxBytes: null };
const sqlOf = () => database.db.$client;
const open = () => openParts(sqlOf(), () => NOON);
const times = (from: number, count = 100) => Array.from({ length: count }, (_, i) => from + i * MINUTE_MS);

async function registered(): Promise<string[]> {
  const rows = await sqlOf()<{ labels: string }[]>`select labels from metric_series order by labels`;
  return rows.map(({ labels }) => (JSON.parse(labels) as { __name__: string }).__name__);
}

/** Ids in log rows that no series has, under one snapshot. */
const orphans = () =>
  sqlOf().begin("isolation level repeatable read read only", async (tx) => {
    const known = new Set((await tx<{ id: number }[]>`select id from metric_series`).map(({ id }) => id));
    const rows = await tx<{ payload: Buffer }[]>`select payload from metric_log`;
    return rows.flatMap(({ payload }) => [...decodeLogRow(payload).ids].filter((id) => !known.has(id)));
  });

/** "dead" has samples that retention drops, "alive" has younger ones, "young" has some in the log only. */
async function writeThree(by: ReturnType<typeof open>): Promise<void> {
  const [old, recent] = [times(NOON - 4 * DAY_MS), times(NOON - DAY_MS)];
  await by.write("dead", old, old);
  await by.write("alive", recent, recent);
  await by.write("young", [NOON], [1]);
}

describe("purgeSeries", () => {
  it("takes out series without a sample, and out of every process with its next look", async () => {
    const [writer, reader] = [open(), open()];
    await writeThree(writer);
    await reader.tail.sync();
    expect(await purgeSeries(sqlOf())).toBe(0);
    await expireSegments(sqlOf(), NOON, KEPT);
    expect(await purgeSeries(sqlOf())).toBe(1);
    expect(await registered()).toEqual(["alive", "young"]);
    for (const process of [writer, reader, open()]) {
      expect(await process.read("young")).toEqual([[NOON, 1]]);
      expect(process.index.size).toBe(2);
      expect(process.index.idOf('{"__name__":"dead"}')).toBeUndefined();
    }
    expect(await purgeSeries(sqlOf())).toBe(0);
  });

  it("leaves a writer that still holds the id with its next write stored, under a new one", async () => {
    const [writer, other] = [open(), open()];
    await writeThree(writer);
    const before = writer.index.idOf('{"__name__":"dead"}') ?? 0;
    await expireSegments(sqlOf(), NOON, KEPT);
    expect(await purgeSeries(sqlOf())).toBe(1);
    // Neither has looked since: one knows the old id, the other nothing. Log and segments, one label set, one id.
    const recent = times(NOON - DAY_MS, 70);
    await Promise.all([writer.write("dead", [NOON], [7]), other.write("dead", recent, recent)]);
    const expected = [...recent.map((t) => [t, t]), [NOON, 7]];
    for (const process of [writer, other, open()]) {
      expect(await process.read("dead")).toEqual(expected);
      expect(process.index.idOf('{"__name__":"dead"}')).toBeGreaterThan(before);
    }
    expect(await orphans()).toEqual([]);
    expect(await registered()).toEqual(["alive", "dead", "young"]);
  });

  it("waits for no write that is under way, and takes out nothing that such a one needs", async () => {
    const writer = open();
    await writeThree(writer);
    await expireSegments(sqlOf(), NOON, KEPT);
    const slow = await sqlOf().reserve();
    await slow`begin`;
    await slow`lock table metric_log in row exclusive mode`;
    expect(await purgeSeries(sqlOf())).toBe(0);
    expect(await registered()).toContain("dead");
    await slow`rollback`;
    slow.release();
    await writer.write("dead", [NOON + 1], [2]);
    expect(await purgeSeries(sqlOf())).toBe(0);
    expect(await writer.read("dead")).toEqual([[NOON + 1, 2]]);
  });

  it("loses no sample and gives no label set two ids, while series come and go under many writers", async () => {
    const processes = [open(), open(), open()];
    const written = new Map<string, Set<number>>();
    const stop = new AbortController();
    let purged = 0;
    const purging = (async () => {
      for (let i = 0; !stop.signal.aborted; i++) {
        await foldLog(sqlOf(), NOON + i * HOUR_MS, 200);
        // All that is in a segment goes: series die all the time.
        await expireSegments(sqlOf(), NOON, { maxAgeMs: -30 * DAY_MS, maxBytes: null });
        purged += await purgeSeries(sqlOf(), 3);
      }
    })();
    const writing = processes.map(async (process, p) => {
      for (let step = 0; step < 100; step++) {
        const name = `s${Math.floor(uniform(3, p, step) * 12)}`;
        const t = NOON - HOUR_MS + step * 3 + p;
        const { accepted } = await process.write(name, [t], [t]);
        expect(accepted).toBe(1);
        const own = written.get(name) ?? new Set();
        written.set(name, own.add(t));
        expect(await orphans()).toEqual([]);
      }
    });
    await Promise.all(writing);
    stop.abort();
    await purging;
    expect(purged).toBeGreaterThan(3);
    // What is stored after the last expiry is there, each under its one name.
    const last = NOON + 20 * DAY_MS;
    for (const process of processes) for (let i = 0; i < 12; i++) await process.write(`s${i}`, [last], [i]);
    for (const process of [...processes, open()])
      for (let i = 0; i < 12; i++) expect((await process.read(`s${i}`)).at(-1)).toEqual([last, i]);
    const names = await registered();
    expect(new Set(names).size).toBe(names.length);
    expect(await orphans()).toEqual([]);
  });
});
