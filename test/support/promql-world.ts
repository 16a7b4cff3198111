import type { SourceSeries } from "@/lib/promql/source";
import { staleMarker } from "./memory-source";

/** 2026-01-05T10:03:20Z: on no round minute, so that alignment faults show. */
export const WORLD_START = 1_767_607_400_000;
/** Shorter than the hour that Prometheus' head accepts out of order. */
export const WORLD_MS = 3_000_000;

/** Mulberry32: small, and the same everywhere. */
export function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Value = number | "stale";

/** Samples with jitter, gaps and staleness markers. `next` gives the value at a time since the start. */
function build(
  random: () => number,
  labels: Record<string, string>,
  next: (elapsedMs: number) => number,
  { everyMs = 15_000, gaps = 0.02, from = 0, to = WORLD_MS } = {},
): SourceSeries {
  const times: number[] = [];
  const values: Value[] = [];
  let at = from + Math.floor(random() * everyMs);
  while (at < to) {
    const value = next(at);
    const draw = random();
    times.push(WORLD_START + at);
    values.push(draw < gaps / 2 ? "stale" : value);
    const jitter = random() < 0.1 ? Math.floor((random() - 0.5) * 2_000) : 0;
    const pause = draw > 1 - gaps ? Math.floor(random() * 400_000) : 0;
    at += Math.max(1, everyMs + jitter + pause);
  }
  const v = new Float64Array(values.length);
  values.forEach((value, i) => {
    if (value === "stale") v.set(staleMarker(), i);
    else v[i] = value;
  });
  return { labels, t: Float64Array.from(times), v, start: 0, end: v.length };
}

/** Counters with resets, gauges with NaN and infinities, histograms, infos: everything that a query can meet. */
export function makeWorld(seed: number): SourceSeries[] {
  const random = makeRandom(seed);
  const series: SourceSeries[] = [];
  for (const app of ["browse", "cart", "pay"]) {
    series.push(
      build(random, { __name__: "info", app, version: `v${app.length}` }, () => 1, { gaps: 0 }),
      build(random, { __name__: "one", app }, () => random() * 10, { everyMs: 30_000 }),
    );
    for (const zone of ["a", "b"]) {
      for (const instance of ["i1", "i2"]) series.push(...instanceSeries(random, { app, zone, instance }));
      series.push(...histogram(random, { app, zone }));
    }
  }
  series.push(build(random, { __name__: "late", app: "pay" }, () => random(), { from: 1_200_000, gaps: 0 }));
  series.push(build(random, { __name__: "zero", app: "pay" }, () => (random() < 0.5 ? 0 : -0)));
  series.push(
    build(random, { __name__: "single", app: "cart" }, () => 42, {
      from: 1_500_000,
      to: 1_500_050,
      everyMs: 50,
    }),
  );
  series.push(build(random, { __name__: "early", app: "pay" }, () => random(), { to: 900_000, gaps: 0 }));
  return series;
}

function instanceSeries(random: () => number, labels: Record<string, string>): SourceSeries[] {
  let count = random() * 1000;
  const pace = random() * 20;
  let level = (random() - 0.5) * 100;
  return [
    build(random, { __name__: "c_total", ...labels }, () => {
      count = random() < 0.02 ? random() * 5 : count + random() * pace;
      return count;
    }),
    build(random, { __name__: "g", ...labels }, () => {
      level += (random() - 0.5) * 10;
      return level;
    }),
    build(random, { __name__: "odd", ...labels }, () => {
      const draw = random();
      if (draw < 0.05) return Number.NaN;
      if (draw < 0.08) return Number.POSITIVE_INFINITY;
      if (draw < 0.1) return Number.NEGATIVE_INFINITY;
      return (draw - 0.5) * 1e6;
    }),
    build(random, { __name__: "state", ...labels }, () => Math.floor(random() * 4), { everyMs: 60_000 }),
    build(random, { __name__: "sparse", ...labels }, () => random() * 50, { everyMs: 170_000, gaps: 0.1 }),
  ];
}

function histogram(random: () => number, labels: Record<string, string>): SourceSeries[] {
  const bounds = ["0.05", "0.1", "0.5", "1", "+Inf"];
  const totals = bounds.map(() => 0);
  return bounds.map((le, index) =>
    build(
      random,
      { __name__: "h_bucket", ...labels, le },
      () => {
        totals[index] = (totals[index] ?? 0) + random() * 3 + index;
        return Math.floor(totals[index] ?? 0);
      },
      { gaps: 0.005 },
    ),
  );
}
