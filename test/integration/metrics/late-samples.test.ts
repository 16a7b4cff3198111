import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "@/lib/core/time";
import { foldLog } from "@/lib/metrics/embedded/fold-log";
import { mergeSegments } from "@/lib/metrics/embedded/merge-segments";
import { openParts } from "../../support/embedded-store";
import { testDatabase, type TestDatabase } from "../../support/postgres";

let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase();
});
afterEach(() => database.drop());

const NOON = Date.UTC(2026, 0, 10, 12);
const LIVE = { outOfOrderMs: 2 * HOUR_MS };
const open = () => openParts(database.db.$client, () => NOON);
const fold = () => foldLog(database.db.$client, NOON + 3 * HOUR_MS);
const times = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i * MINUTE_MS);
const refusedFor = (code: string, samples = 1) => [{ code, samples }];

describe("samples that come late, when what came before lies in segments", () => {
  it("are refused when the moment has another value, taken when it has the same, and the rest is kept", async () => {
    const writer = open();
    const t = times(NOON - HOUR_MS, 60);
    const v = t.map((_, i) => i);
    for (const name of ["x", "y"]) await writer.write(name, t, v, LIVE);
    expect(await fold()).toBe(120);
    const again = [
      { labels: { __name__: "x" }, t: t.slice(0, 3), v: [0, 99, 2] },
      { labels: { __name__: "y" }, t: [t[5] ?? 0, (t[5] ?? 0) + 1], v: [5, 7] },
      { labels: { __name__: "z" }, t: [t[5] ?? 0], v: [1] },
    ];
    // The one that wrote them, one that followed and one that has just started know the same.
    for (const process of [writer, open()]) {
      const { accepted, rejected } = await process.writeMany(again, LIVE);
      expect(accepted).toBe(5);
      expect(rejected).toMatchObject(refusedFor("duplicate_sample"));
    }
    const expected = t.map((time, i) => [time, i]);
    for (const process of [writer, open()]) expect(await process.read("x")).toEqual(expected);
    expect(await writer.read("y")).toHaveLength(61);
  });

  it("are too old by the newest sample of their own series, not by that of a neighbour in the segment", async () => {
    const writer = open();
    await writer.write("ahead", times(NOON - HOUR_MS, 60), times(0, 60), LIVE);
    await writer.write("behind", times(NOON - 9 * HOUR_MS, 60), times(0, 60), LIVE);
    await fold();
    for (const process of [writer, open()]) {
      await process.tail.sync();
      // In order for itself, eight hours behind its neighbour.
      const next = await process.write("behind", [NOON - 8 * HOUR_MS], [1], LIVE);
      expect(next).toEqual({ accepted: 1, rejected: [] });
      const within = await process.write("behind", [NOON - 10 * HOUR_MS], [1], LIVE);
      expect(within).toEqual({ accepted: 1, rejected: [] });
      const tooOld = await process.write("behind", [NOON - 10 * HOUR_MS - 1], [1], LIVE);
      expect(tooOld.rejected).toMatchObject(refusedFor("out_of_order"));
      const tooOldAhead = await process.write("ahead", [NOON - 3 * HOUR_MS], [1], LIVE);
      expect(tooOldAhead.rejected).toMatchObject(refusedFor("out_of_order"));
    }
  });

  it("are compared with the right segment of several, before and after these are merged", async () => {
    const writer = open();
    // "late" ends two days before "other", whose segments come after in the same group.
    for (const day of [4, 3]) {
      const t = times(NOON - day * DAY_MS, 100);
      await writer.write("late", t, t);
    }
    for (const day of [4, 3, 2, 1]) {
      const t = times(NOON - day * DAY_MS, 100);
      await writer.write("other", t, t);
    }
    const newest = NOON - 3 * DAY_MS + 99 * MINUTE_MS;
    for (let round = 0; round < 2; round++) {
      for (const process of [writer, open()]) {
        await process.tail.sync();
        const outcome = await process.write(
          "late",
          [newest - 2 * HOUR_MS - 1, newest, newest - MINUTE_MS],
          [0, newest, 0],
          LIVE,
        );
        expect(outcome).toMatchObject({ accepted: 1, rejected: refusedFor("out_of_order", 2) });
      }
      await mergeSegments(database.db.$client, NOON);
    }
  });

  it("are nothing special where history is welcome", async () => {
    const writer = open();
    const t = times(NOON - 5 * DAY_MS, 100);
    await writer.write("x", t, t);
    expect(await writer.write("x", times(NOON - 6 * DAY_MS, 2), [1, 2])).toEqual({
      accepted: 2,
      rejected: [],
    });
  });
});
