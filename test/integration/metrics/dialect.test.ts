import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerLabelValues } from "@/lib/metrics/api/list";
import { openEmbeddedStore } from "@/lib/metrics/embedded/open";
import type { MetricStore } from "@/lib/metrics/store";
import { testDatabase, type TestDatabase } from "../../support/postgres";

const NOW = Math.floor(Date.now() / 60_000) * 60_000;
const names = { __name__: "http.requests", "service.name": "shop" };

/** One database, two processes of which one has PROMQL_COMPATIBILITY=3. */
describe("the dialect of a store", () => {
  let database: TestDatabase;
  let [two, three]: MetricStore[] = [];
  beforeAll(async () => {
    database = await testDatabase();
    const sql = database.db.$client;
    [two, three] = [openEmbeddedStore({ sql }), openEmbeddedStore({ sql, dialect: "3" })];
  });
  afterAll(async () => {
    await Promise.all([two?.close(), three?.close()]);
    await database.drop();
  });

  it("decides which names are taken, and how they are asked for", async () => {
    const batch = { series: [{ labels: names, t: [NOW - 60_000, NOW], v: [1, 2] }] };
    const refused = await two!.write(batch);
    expect(refused).toMatchObject({ accepted: 0, rejected: [{ code: "metric_name_invalid" }] });
    expect(await three!.write(batch)).toMatchObject({ accepted: 2, rejected: [] });

    const found = await three!.query('sum by ("service.name") ({"http.requests"})', NOW);
    expect(found).toMatchObject({ samples: [{ labels: { "service.name": "shop" }, v: 2 }] });
    expect(await three!.series({ matchers: ['{"http.requests"}'] })).toEqual([names]);
    const form = new URLSearchParams();
    const { signal } = new AbortController();
    const values = await answerLabelValues({ metrics: three! }, "U__service_2e_name", form, signal);
    expect(values.data).toEqual(["shop"]);

    await expect(two!.query('{"http.requests"}', NOW)).rejects.toThrow("1:2: parse error");
    expect(await two!.query('{__name__="http.requests"}', NOW)).toMatchObject({ samples: [{ v: 2 }] });
  });

  it("decides whether the sample on the left edge of a range is in it", async () => {
    const query = 'count_over_time({__name__="http.requests"}[1m])';
    expect(await two!.query(query, NOW)).toMatchObject({ samples: [{ v: 2 }] });
    expect(await three!.query(query, NOW)).toMatchObject({ samples: [{ v: 1 }] });
  });
});
