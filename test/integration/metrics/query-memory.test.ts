import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LimitError } from "@/lib/core/errors";
import { DAY_MS, SECOND_MS } from "@/lib/core/time";
import { answerQueryRange } from "@/lib/metrics";
import { openEmbeddedStore } from "@/lib/metrics/embedded/open";
import type { MetricStore } from "@/lib/metrics/store";
import { testDatabase, type TestDatabase } from "../../support/postgres";

const NOW = Date.UTC(2026, 10, 11);
const STEP = 10 * SECOND_MS;
const LENGTH = 600;
/** So old and so many that they are packed in the write: a query has to load them. */
const FROM = NOW - DAY_MS;
const SERIES_BYTES = LENGTH * 16;

describe("the memory of queries", () => {
  let database: TestDatabase;
  let store: MetricStore;
  beforeAll(async () => {
    database = await testDatabase();
    const gate = {
      atOnce: 2,
      shareBytes: 2 * SERIES_BYTES,
      queryBytesMax: 60 * SERIES_BYTES,
      heavyWaiting: 16,
    };
    store = openEmbeddedStore({ sql: database.db.$client, now: () => NOW, gate });
    const t = Float64Array.from({ length: LENGTH }, (_, i) => FROM + i * STEP);
    const series = (name: string, count: number) =>
      Array.from({ length: count }, (_, n) => ({
        labels: { __name__: name, n: String(n) },
        t,
        v: t.map(() => 1),
      }));
    await store.write({ series: [...series("light", 1), ...series("heavy", 8), ...series("huge", 64)] });
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  const ask = async (query: string): Promise<string> => {
    const at = String((FROM + (LENGTH - 1) * STEP) / SECOND_MS);
    const form = new URLSearchParams({ query, start: at, end: at, step: "1" });
    const signal = new AbortController().signal;
    const bytes = await answerQueryRange({ metrics: store, now: () => NOW }, form, signal);
    return /"values":\[\[[^,]*,"(\d+)"/.exec(new TextDecoder().decode(bytes))?.[1] ?? "none";
  };

  it("lets heavy queries take turns, each of which is answered, light ones beside them", async () => {
    const heavy = Array.from({ length: 6 }, () => ask("sum(sum_over_time(heavy[2h]))"));
    const light = Array.from({ length: 6 }, () => ask("sum(sum_over_time(light[2h]))"));
    expect(await Promise.all([...heavy, ...light])).toEqual([
      ...Array.from({ length: 6 }, () => String(8 * LENGTH)),
      ...Array.from({ length: 6 }, () => String(LENGTH)),
    ]);
  });

  it("refuses in Prometheus' words what no query may hold, and goes on", async () => {
    const refused = ask("sum(sum_over_time(huge[2h]))");
    await expect(refused).rejects.toThrow(LimitError);
    await expect(refused).rejects.toThrow(
      "query processing would load too many samples into memory in query execution",
    );
    expect(await ask("sum(sum_over_time(light[2h]))")).toBe(String(LENGTH));
  });
});
