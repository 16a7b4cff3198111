import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "@/db/client";
import { openEmbeddedStore } from "@/lib/metrics/embedded/open";
import type { MetricStore } from "@/lib/metrics/store";
import { testDatabase, type TestDatabase } from "../../support/postgres";

const T0 = Math.floor(Date.now() / 1_000) * 1_000 - 600_000;

let database: TestDatabase;
/** Two web processes. */
let stores: [MetricStore, MetricStore];
let endSecond: () => Promise<void>;
beforeAll(async () => {
  database = await testDatabase();
  const second = openDatabase(database.url, { max: 3, applicationName: "second" });
  stores = [openEmbeddedStore({ sql: database.db.$client }), openEmbeddedStore({ sql: second.$client })];
  endSecond = () => second.$client.end({ timeout: 5 });
});
afterAll(async () => {
  for (const store of stores) await store.close();
  await endSecond();
  await database.drop();
});

const change = (name: string, i: number, v: number) => ({
  series: [],
  deltas: [
    {
      labels: { __name__: name },
      start: [T0 + i * 1_000],
      t: [T0 + (i + 1) * 1_000],
      v: Float64Array.of(v),
    },
  ],
});
const totals = async (store: MetricStore, name: string) => {
  const value = await store.query(`${name}[10m]`, T0 + 599_000);
  return value.type === "matrix" ? [...(value.series[0]?.v ?? [])] : [];
};

describe("changes", () => {
  it("of one stream may go to any process, one after the other", async () => {
    for (let i = 0; i < 20; i++) {
      const outcome = await stores[i % 2]!.write(change("alternating", i, i));
      expect(outcome).toEqual({ accepted: 1, rejected: [] });
    }
    const expected = [0];
    for (let i = 0; i < 20; i++) expected.push(expected.at(-1)! + i);
    for (const store of stores) expect(await totals(store, "alternating")).toEqual(expected);
  });

  it("are counted once when both processes get them at the same time", async () => {
    for (let i = 0; i < 10; i++) {
      const outcomes = await Promise.all(stores.map((store) => store.write(change("twice", i, 1))));
      expect(outcomes).toEqual([
        { accepted: 1, rejected: [] },
        { accepted: 1, rejected: [] },
      ]);
    }
    for (const store of stores) expect((await totals(store, "twice")).at(-1)).toBe(10);
  });

  it("of many streams do not wait for each other for ever, nor for other writes", async () => {
    const work = Array.from({ length: 60 }, (_, i) =>
      i % 3 === 0
        ? stores[i % 2]!.write({ series: [{ labels: { __name__: "other", n: String(i) }, t: [T0], v: [i] }] })
        : stores[i % 2]!.write(change(`crowd_${i}`, 0, i)),
    );
    for (const { accepted, rejected } of await Promise.all(work)) {
      expect(rejected).toEqual([]);
      expect(accepted).toBe(1);
    }
    expect(await totals(stores[0], "crowd_59")).toEqual([0, 59]);
  });

  it("keep the place in the batch of what is refused", async () => {
    const { deltas } = change("place", 0, 1);
    const late = { labels: { __name__: "place_late" }, t: [Number.MAX_SAFE_INTEGER], v: [1] };
    expect((await stores[0].write({ series: [], deltas })).accepted).toBe(1);
    const outcome = await stores[0].write({
      series: [late],
      deltas: [
        ...deltas.map((series) => ({ ...series, v: Float64Array.of(7) })),
        ...change("place_ok", 0, 1).deltas,
      ],
    });
    expect(outcome.accepted).toBe(1);
    expect(new Map(outcome.rejected.map(({ index, code }) => [index, code]))).toEqual(
      new Map([
        [0, "timestamp_invalid"],
        [1, "duplicate_sample"],
      ]),
    );
  });
});
