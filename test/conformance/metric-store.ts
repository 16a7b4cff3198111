import { afterAll, beforeAll, describe, expect, it as declare } from "vitest";
import { InvalidError } from "@/lib/core/errors";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "@/lib/core/time";
import type { Labels, MetricStore } from "@/lib/metrics/store";

export interface OpenedStore {
  store: MetricStore;
  /** Resolves when what was written can be read; at once in a store that promises it. */
  settle?: () => Promise<void>;
  close: () => Promise<void>;
}

/** Samples lie in the last two hours, as every backend takes them, on whole minutes. */
export const NOW = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
const STEP = 15 * SECOND_MS;
const STALE = new Float64Array(new BigUint64Array([0x7ff0000000000002n]).buffer);

const times = (count: number, end = NOW) =>
  Float64Array.from({ length: count }, (_, i) => end - (count - 1 - i) * STEP);

/**
 * The guarantees of `MetricStore`, said once for every implementation.
 *
 * @param differences guarantees that the engine behind a store cannot keep, by their title, with the reason.
 */
export function describeMetricStore(
  name: string,
  open: () => Promise<OpenedStore>,
  differences: Readonly<Record<string, string>> = {},
  /** Set where the engine is not installed: nothing is run. */
  missing?: string,
): void {
  const unmet = new Set(Object.keys(differences));
  const it = (title: string, body: () => Promise<void>): void => {
    const reason = differences[title];
    unmet.delete(title);
    const shown = reason === undefined ? title : `${title} (skipped: ${reason})`;
    declare.skipIf(reason !== undefined)(shown, body);
  };
  const suffix = missing === undefined ? "" : ` (skipped: ${missing})`;
  describe.skipIf(missing !== undefined)(`MetricStore: ${name}${suffix}`, () => {
    let opened: OpenedStore;
    let store: MetricStore;
    const write = async (labels: Labels, t: ArrayLike<number>, v: ArrayLike<number>) => {
      const outcome = await store.write({ series: [{ labels, t, v }] });
      await opened.settle?.();
      return outcome;
    };
    const valuesOf = async (expr: string, from: number, to: number, stepMs: number) => {
      const matrix = await store.queryRange(expr, { from, to }, stepMs);
      return matrix.map(({ labels, t, v }) => ({ labels, t: [...t], v: [...v] }));
    };

    beforeAll(async () => {
      opened = await open();
      store = opened.store;
      const t = times(120);
      await store.write({
        series: ["a", "b"].flatMap((zone) => [
          { labels: { __name__: "requests_total", zone, app: "mall" }, t, v: t.map((_, i) => i * 10) },
          { labels: { __name__: "load", zone }, t, v: t.map(() => (zone === "a" ? 0.25 : 0.75)) },
        ]),
        metadata: [
          { metric: "requests_total", type: "counter", help: "Requests.", unit: "" },
          { metric: "load", type: "gauge", help: "Load.", unit: "ratio" },
        ],
      });
      await opened.settle?.();
    });
    afterAll(() => opened.close());

    it("tells how many samples it took", async () => {
      const outcome = await write({ __name__: "counted" }, times(7), new Float64Array(7));
      expect(outcome).toEqual({ accepted: 7, rejected: [] });
    });

    it("evaluates at a moment, with labels and the moment's time", async () => {
      expect(await store.query("load", NOW)).toEqual({
        type: "vector",
        samples: [
          { labels: { __name__: "load", zone: "a" }, t: NOW, v: 0.25 },
          { labels: { __name__: "load", zone: "b" }, t: NOW, v: 0.75 },
        ],
      });
      expect(await store.query("sum(load)", NOW)).toEqual({
        type: "vector",
        samples: [{ labels: {}, t: NOW, v: 1 }],
      });
      expect(await store.query("1 + 1", NOW)).toEqual({ type: "scalar", t: NOW, v: 2 });
    });

    it("evaluates on an even grid, both ends in", async () => {
      const from = NOW - 10 * MINUTE_MS;
      const [series, ...others] = await valuesOf(
        "sum by (app) (rate(requests_total[1m]))",
        from,
        NOW,
        MINUTE_MS,
      );
      expect(others).toEqual([]);
      expect(series?.labels).toEqual({ app: "mall" });
      expect(series?.t).toEqual(Array.from({ length: 11 }, (_, i) => from + i * MINUTE_MS));
      // Two counters that gain 10 each 15 s.
      for (const value of series?.v ?? []) expect(value).toBeCloseTo(4 / 3, 9);
    });

    it("selects with all four matchers", async () => {
      const zones = async (selector: string) => {
        const value = await store.query(selector, NOW);
        return value.type === "vector" ? value.samples.map(({ labels }) => labels["zone"]) : value;
      };
      expect(await zones('load{zone="a"}')).toEqual(["a"]);
      expect(await zones('load{zone!="a"}')).toEqual(["b"]);
      expect(await zones('load{zone=~"a|c"}')).toEqual(["a"]);
      expect(await zones('load{zone!~"a|c"}')).toEqual(["b"]);
      expect(await zones('load{missing=""}')).toEqual(["a", "b"]);
      expect(await zones('load{zone=~"a|b", zone!="a"}')).toEqual(["b"]);
    });

    it("leaves a gap a gap", async () => {
      const t = [...times(4, NOW - 30 * MINUTE_MS), ...times(4, NOW)];
      await write(
        { __name__: "gapped" },
        t,
        t.map(() => 1),
      );
      const [series] = await valuesOf("gapped", NOW - 31 * MINUTE_MS, NOW, MINUTE_MS);
      const seen = series?.t.map((time) => (time - NOW) / MINUTE_MS);
      // Look-back is 5 min. Backends differ on a sample of exactly that age (-25): Prometheus 3 leaves it out.
      expect(seen?.filter((minute) => minute !== -25)).toEqual([-30, -29, -28, -27, -26, 0]);
    });

    it("ends a series at a staleness marker", async () => {
      const t = times(8);
      const v = new Float64Array(8).fill(5);
      v.set(STALE, 7);
      await write({ __name__: "ended" }, t, v);
      expect(await store.query("ended", NOW)).toEqual({ type: "vector", samples: [] });
      expect(await store.query("ended", NOW - STEP)).toMatchObject({ samples: [{ v: 5 }] });
    });

    it("keeps infinities and NaN values", async () => {
      await write({ __name__: "odd" }, times(3), [Infinity, -Infinity, NaN]);
      const [series] = await valuesOf("odd", NOW - 2 * STEP, NOW, STEP);
      expect(series?.v).toEqual([Infinity, -Infinity, NaN]);
    });

    it("takes the same samples again without counting them twice", async () => {
      const labels = { __name__: "repeated" };
      const t = times(10);
      await write(
        labels,
        t,
        t.map((_, i) => i),
      );
      await write(
        labels,
        t,
        t.map((_, i) => i),
      );
      expect(await store.query("count_over_time(repeated[10m])", NOW)).toMatchObject({
        samples: [{ v: 10 }],
      });
    });

    it("refuses bad labels by index and keeps the good series", async () => {
      const outcome = await store.write({
        series: [
          { labels: { zone: "nameless" }, t: [NOW], v: [1] },
          { labels: { __name__: "kept" }, t: [NOW], v: [1] },
          { labels: { __name__: "bad name" }, t: [NOW, NOW + 1], v: [1, 2] },
        ],
      });
      await opened.settle?.();
      expect(outcome.accepted).toBe(1);
      expect(outcome.rejected.map(({ index, samples }) => ({ index, samples }))).toEqual([
        { index: 0, samples: 1 },
        { index: 2, samples: 2 },
      ]);
      expect(await store.query("kept", NOW)).toMatchObject({ samples: [{ v: 1 }] });
    });

    it("lists series, label names and label values, in order", async () => {
      const range = { from: NOW - HOUR_MS, to: NOW };
      expect(await store.series({ matchers: ["load", 'requests_total{zone="b"}'], range })).toEqual([
        { __name__: "load", zone: "a" },
        { __name__: "load", zone: "b" },
        { __name__: "requests_total", app: "mall", zone: "b" },
      ]);
      expect(await store.labelNames({ matchers: ["requests_total"], range })).toEqual([
        "__name__",
        "app",
        "zone",
      ]);
      expect(await store.labelValues("zone", { matchers: ["load"], range })).toEqual(["a", "b"]);
      expect(await store.labelValues("__name__", { matchers: [], range })).toEqual(
        expect.arrayContaining(["load", "requests_total"]),
      );
    });

    it("leaves series without samples in the range out of the lists", async () => {
      const range = { from: NOW - 2 * DAY_MS, to: NOW - DAY_MS };
      expect(await store.series({ matchers: ["load"], range })).toEqual([]);
      expect(await store.labelValues("zone", { matchers: ["load"], range })).toEqual([]);
    });

    it("keeps metadata", async () => {
      expect(await store.metadata("requests_total")).toEqual([
        { metric: "requests_total", type: "counter", help: "Requests.", unit: "" },
      ]);
      expect((await store.metadata()).map(({ metric }) => metric)).toEqual(
        expect.arrayContaining(["load", "requests_total"]),
      );
    });

    it("knows how new its newest sample is", async () => {
      const { series, newestMs } = await store.status();
      expect(series).toBeGreaterThanOrEqual(4);
      expect(newestMs).toBeGreaterThanOrEqual(NOW);
    });

    it("answers an unknown metric with nothing", async () => {
      expect(await store.query("no_such_metric", NOW)).toEqual({ type: "vector", samples: [] });
      expect(await store.queryRange("no_such_metric", { from: NOW - 1, to: NOW }, 1)).toEqual([]);
    });

    it("refuses a syntax error with its position", async () => {
      await expect(store.query("sum(", NOW)).rejects.toThrow(/^1:\d+: parse error: /);
      await expect(store.query("sum(", NOW)).rejects.toBeInstanceOf(InvalidError);
    });

    it("refuses more than 11,000 points a series", async () => {
      await expect(store.queryRange("load", { from: NOW - 12_000_000, to: NOW }, 1_000)).rejects.toThrow(
        /exceeded maximum resolution of 11,000 points/,
      );
    });

    it("stops when the caller leaves", async () => {
      await expect(store.query("load", NOW, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/);
    });

    declare("skips only guarantees that are named here", () => {
      expect([...unmet]).toEqual([]);
    });
  });
}
