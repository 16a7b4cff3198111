import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "@/lib/core/time";
import { expireSegments } from "@/lib/metrics/embedded/expire-segments";
import { foldLog } from "@/lib/metrics/embedded/fold-log";
import { mergeSegments } from "@/lib/metrics/embedded/merge-segments";
import { reclaimSpace } from "@/lib/metrics/embedded/reclaim-space";
import { openParts } from "../../support/embedded-store";
import { testDatabase, type TestDatabase } from "../../support/postgres";

let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase();
});
afterEach(() => database.drop());

/** Noon, a block's boundary. */
const NOON = Date.UTC(2026, 0, 10, 12);
const open = (now = NOON) => openParts(database.db.$client, () => now);
const sqlOf = () => database.db.$client;

async function countRows() {
  const [row] = await sqlOf()<{ log: number; segments: number }[]>`
    select (select count(*)::int from metric_log) as log, (select count(*)::int from metric_segments) as segments`;
  return row;
}

describe("fold", () => {
  it("moves blocks that are over, keeps the rest, and changes no answer of any process", async () => {
    const [writer, reader] = [open(), open()];
    const expected: [number, number][] = [];
    for (let t = NOON - 3 * HOUR_MS; t < NOON + 3 * HOUR_MS; t += 5 * MINUTE_MS) {
      await writer.write("x", [t], [t / SECOND_MS]);
      expected.push([t, t / SECOND_MS]);
    }
    expect(await reader.read("x")).toEqual(expected);
    const slice = await reader.source.select([{ name: "__name__", type: "=", value: "x" }], 0, NOON * 2);

    // At 14:31 the blocks up to 14:00 are over.
    const moved = await foldLog(sqlOf(), NOON + 2 * HOUR_MS + 31 * MINUTE_MS);
    expect(moved).toBe(5 * 12);
    expect(await countRows()).toEqual({ log: 12, segments: 1 });
    expect(await reader.read("x")).toEqual(expected);
    expect(await writer.read("x")).toEqual(expected);
    expect(await open().read("x")).toEqual(expected);
    expect(reader.head.column(reader.index.idOf('{"__name__":"x"}')!).t).toHaveLength(12);
    // What was handed out before is still what it was.
    expect([...slice[0]!.t]).toEqual(expected.map(([t]) => t));
    expect(await foldLog(sqlOf(), NOON + 2 * HOUR_MS + 31 * MINUTE_MS)).toBe(0);
  });

  it("folds what came late with the next block, and keeps it visible until then", async () => {
    const [writer, reader] = [open(), open()];
    const late = NOON - 90 * MINUTE_MS;
    await writer.write("x", [NOON - 2 * HOUR_MS, NOON - HOUR_MS], [1, 2]);
    expect(await foldLog(sqlOf(), NOON + 31 * MINUTE_MS)).toBe(2);
    await writer.write("x", [late], [9]);
    const expected = [
      [NOON - 2 * HOUR_MS, 1],
      [late, 9],
      [NOON - HOUR_MS, 2],
    ];
    expect(await foldLog(sqlOf(), NOON + 32 * MINUTE_MS)).toBe(0);
    for (const process of [writer, reader, open()]) expect(await process.read("x")).toEqual(expected);
    expect(await foldLog(sqlOf(), NOON + 2 * HOUR_MS + 31 * MINUTE_MS)).toBe(1);
    for (const process of [writer, reader, open()]) expect(await process.read("x")).toEqual(expected);
  });

  it("goes on where a bounded step stopped", async () => {
    const writer = open();
    for (let i = 0; i < 40; i++) await writer.write("x", [NOON - 4 * HOUR_MS + i * 5 * MINUTE_MS], [i]);
    const now = NOON + 31 * MINUTE_MS;
    const steps: number[] = [];
    for (let moved = await foldLog(sqlOf(), now, 15); moved > 0; moved = await foldLog(sqlOf(), now, 15)) {
      steps.push(moved);
      expect(await writer.read("x")).toHaveLength(40);
    }
    expect(steps).toEqual([15, 15, 10]);
  });

  it("is invisible to readers while writers, folds and merges run", async () => {
    const [writer, reader] = [open(), open()];
    const total = 300;
    const state = { written: 0, done: false };
    const writing = (async () => {
      for (; state.written < total; state.written++)
        await writer.write("x", [NOON - 30 * HOUR_MS + state.written * 6 * MINUTE_MS], [state.written]);
      state.done = true;
    })();
    const folding = (async () => {
      for (let i = 0; !state.done; i++) {
        const now = NOON - 30 * HOUR_MS + state.written * 6 * MINUTE_MS + 2 * DAY_MS + i;
        await foldLog(sqlOf(), now, 20);
        await mergeSegments(sqlOf(), now);
      }
    })();
    let reads = 0;
    while (!state.done) {
      const atLeast = state.written;
      const rows = await reader.read("x");
      reads++;
      expect(rows.length).toBeGreaterThanOrEqual(atLeast);
      // Each number once, in order: nothing twice, nothing between lost.
      expect(rows.map(([, v]) => v)).toEqual(rows.map((_, i) => i));
    }
    await Promise.all([writing, folding]);
    expect(reads).toBeGreaterThan(10);
    expect(await reader.read("x")).toHaveLength(total);
    expect((await countRows())?.segments).toBeGreaterThan(0);
  });
});

describe("merge", () => {
  it("makes one segment of a day's segments and changes no answer", async () => {
    const [writer, reader] = [open(), open()];
    const day = Date.UTC(2026, 0, 7);
    const expected: [number, number][] = [];
    for (let block = 0; block < 6; block++) {
      const t = Array.from({ length: 100 }, (_, i) => day + block * 3 * HOUR_MS + i * MINUTE_MS);
      await writer.write(
        "x",
        t,
        t.map((time) => time % 1_000_003),
      );
      expected.push(...t.map((time): [number, number] => [time, time % 1_000_003]));
    }
    expect(await reader.read("x")).toEqual(expected);
    expect(await countRows()).toEqual({ log: 0, segments: 6 });
    expect(await mergeSegments(sqlOf(), NOON)).toBe(6);
    expect(await countRows()).toEqual({ log: 0, segments: 1 });
    for (const process of [writer, reader, open()]) expect(await process.read("x")).toEqual(expected);
    expect(await mergeSegments(sqlOf(), NOON)).toBe(0);
  });

  it("leaves a day alone that is not over", async () => {
    const writer = open(NOON + DAY_MS);
    for (let block = 0; block < 2; block++) {
      const t = Array.from({ length: 100 }, (_, i) => NOON + block * 2 * HOUR_MS + i * MINUTE_MS);
      await writer.write("x", t, t);
    }
    expect((await countRows())?.segments).toBe(2);
    expect(await mergeSegments(sqlOf(), NOON + 6 * HOUR_MS)).toBe(0);
  });

  it("gives a query that lost its segments under way the merged ones", async () => {
    const [writer, reader] = [open(), open()];
    const day = Date.UTC(2026, 0, 7);
    for (let block = 0; block < 2; block++) {
      const t = Array.from({ length: 100 }, (_, i) => day + block * 3 * HOUR_MS + i * MINUTE_MS);
      await writer.write("x", t, t);
    }
    await reader.tail.sync();
    await mergeSegments(sqlOf(), NOON);
    // No sync before: the plan is made on the old directory, whose segments are gone.
    const [series] = await reader.source.select([{ name: "__name__", type: "=", value: "x" }], 0, NOON);
    expect(series?.t).toHaveLength(200);
  });
});

describe("reclaimSpace", () => {
  it("lets moved rows be replaced by new ones, so that the file does not grow with each merge", async () => {
    const size = async () => {
      const [row] = await sqlOf()<{ bytes: string }[]>`select pg_table_size('metric_segments') as bytes`;
      return Number(row?.bytes);
    };
    const writer = open();
    const writeDay = async (day: number) => {
      for (let block = 0; block < 6; block++) {
        const t = Array.from(
          { length: 1_000 },
          (_, i) => NOON - day * DAY_MS + block * HOUR_MS + i * SECOND_MS,
        );
        await writer.write(
          "noise",
          t,
          t.map(() => Math.random()),
        );
      }
      while ((await mergeSegments(sqlOf(), NOON)) > 0) await reclaimSpace(sqlOf(), 0);
    };
    await writeDay(9);
    const first = await size();
    for (const day of [8, 7, 6, 5, 4]) await writeDay(day);
    // Six days side by side, and the room of one that is being merged.
    expect(await size()).toBeLessThan(7.5 * (first / 2));
    expect(await reclaimSpace(sqlOf(), 0)).toBe(0);
    expect(await writer.read("noise")).toHaveLength(6 * 6_000);
  });

  it("does nothing while little is dead", async () => {
    const writer = open();
    await writer.write("x", [NOON - 4 * HOUR_MS], [1]);
    await foldLog(sqlOf(), NOON);
    expect(await reclaimSpace(sqlOf())).toBe(0);
  });
});

describe("retention", () => {
  it("drops what is wholly past its age, and the series with it from all lists", async () => {
    const [writer, reader] = [open(), open()];
    const spans = { old: NOON - 20 * DAY_MS, young: NOON - 2 * DAY_MS };
    for (const [name, start] of Object.entries(spans)) {
      const t = Array.from({ length: 100 }, (_, i) => start + i * MINUTE_MS);
      await writer.write(name, t, t);
    }
    expect(await reader.read("old")).toHaveLength(100);
    expect(await expireSegments(sqlOf(), NOON, { maxAgeMs: 15 * DAY_MS, maxBytes: null })).toBe(1);
    expect(await reader.read("old")).toEqual([]);
    expect(await reader.read("young")).toHaveLength(100);
    const all = Number.MAX_SAFE_INTEGER;
    expect((await reader.source.present([], -all, all)).map((id) => reader.index.labelsOf(id))).toEqual([
      { __name__: "young" },
    ]);
  });
});
