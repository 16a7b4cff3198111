import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "@/lib/core/time";
import { expireSegments } from "@/lib/metrics/embedded/expire-segments";
import { foldLog } from "@/lib/metrics/embedded/fold-log";
import { mergeSegments } from "@/lib/metrics/embedded/merge-segments";
import { purgeSeries } from "@/lib/metrics/embedded/purge-series";
import { openParts } from "../../support/embedded-store";
import { testDatabase, type TestDatabase } from "../../support/postgres";

/** CHURN_SERIES=200000 is the long run: about three minutes. */
const SERIES = Number(process.env["CHURN_SERIES"] ?? 4_000);
const HOURS = 8 * 24;
const STAY = 100;
const KEPT = { maxAgeMs: 2 * DAY_MS, maxBytes: null };
const START = Date.UTC(2026, 0, 1);

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

/** Six samples of an hour. */
const hourOf = (start: number) => Array.from({ length: 6 }, (_, i) => start + i * 10 * MINUTE_MS);

describe("series that live for an hour", () => {
  it(
    "leave nothing behind: registry, index and directory follow what retention keeps",
    { timeout: 30 * MINUTE_MS },
    async () => {
      const sql = database.db.$client;
      let now = START;
      const process = openParts(sql, () => now);
      const stay = Array.from({ length: STAY }, (_, i) => ({ __name__: "up", instance: `i-${i}` }));
      const perHour = Math.ceil(SERIES / HOURS);
      let pods = 0;
      const upkeep = async () => {
        while ((await foldLog(sql, now + HOUR_MS)) > 0);
        await expireSegments(sql, now, KEPT);
        while ((await mergeSegments(sql, now)) > 0);
        await purgeSeries(sql);
        await process.tail.sync();
      };
      const writeHour = async (start: number, count: number) => {
        now = start + HOUR_MS;
        const t = hourOf(start);
        const young = Array.from({ length: count }, () => ({ __name__: "pod", pod: `pod-${pods++}` }));
        await process.writeMany([...stay, ...young].map((labels) => ({ labels, t, v: t })));
      };

      let most = 0;
      for (let hour = 0; hour < HOURS; hour++) {
        await writeHour(START + hour * HOUR_MS, perHour);
        if (hour % 4 !== 3) continue;
        await upkeep();
        most = Math.max(most, process.index.size);
      }
      // Two days, the day that its merged segments wait for, and what came since the last upkeep.
      expect(most).toBeLessThanOrEqual(STAY + perHour * (3 * 24 + 4));
      expect(pods).toBeGreaterThanOrEqual(SERIES);

      for (let hour = HOURS; hour < HOURS + 4 * 24; hour++) await writeHour(START + hour * HOUR_MS, 0);
      await upkeep();
      const everything = await process.source.present([], -Infinity, Infinity);
      expect(everything).toHaveLength(STAY);
      expect(process.index.size).toBe(STAY);
      const groups = new Set(everything.map((id) => id >>> 5)).size;
      expect(process.tail.directory.size).toBeLessThanOrEqual(groups * (3 + 24));
      const [row] = await sql<{ count: number }[]>`select count(*)::int as count from metric_series`;
      expect(row?.count).toBe(STAY);
    },
  );
});
