import type { DurationMs, UnixMs } from "@/lib/core/time";
import { findMetric } from "@/lib/products/catalogue";
import { evaluateInstant, evaluateRange } from "@/lib/promql/evaluate";
import type { SourceSeries } from "@/lib/promql/source";
import type { ActiveFault } from "@/lib/simulator/effects";
import { TICK_MS } from "@/lib/simulator/constants";
import { Recorder } from "@/lib/simulator/recorder";
import { step, type Inputs } from "@/lib/simulator/step";
import { buildWorld, type World } from "@/lib/simulator/world";
import { MemorySource } from "./memory-source";

/** Half past ten in the morning of the same Friday: the exchange is open, and the mall is busy enough. */
export const MORNING = Date.UTC(2026, 10, 20, 2, 30);

/** Nine in the evening of a Friday in Shanghai: the peak hour of an ordinary day. */
export const EVENING = Date.UTC(2026, 10, 20, 13);

export interface Play {
  world: World;
  /** Samples of a bare PromQL expression at a moment of the play. */
  ask(expr: string, at: UnixMs): Promise<readonly { labels: Readonly<Record<string, string>>; v: number }[]>;
  /** The same at each tick between two moments: by labels as text, the value by moment. */
  watch(expr: string, from: UnixMs, to: UnixMs): Promise<ReadonlyMap<string, ReadonlyMap<UnixMs, number>>>;
  /** The catalogue's view of a metric. */
  view(metric: string, at: UnixMs, selector?: string): ReturnType<Play["ask"]>;
}

/** The catalogue's view of a metric, over a minute, as PromQL. */
export function viewOf(name: string, selector = ""): string {
  const found = findMetric(name);
  if (!found) throw new Error(`There is no metric ${name}.`);
  const view = found.metric.view ?? `${name}{$selector}`;
  return view.replaceAll("$selector", selector).replaceAll("$window", "1m");
}

export const fault = (
  faultId: string,
  resourceId: string,
  activeFrom: UnixMs,
  forMs: DurationMs,
  parameters: Record<string, unknown> = {},
): ActiveFault => ({ faultId, resourceId, parameters, activeFrom, endAt: activeFrom + forMs });

export interface PlayOptions {
  /** Begins with this world instead of a fresh one; it is moved on. */
  world?: World;
  /** Reads only the series of these metrics, given without `_bucket`, `_sum` and `_count`. */
  metrics?: ReadonlySet<string>;
}

/** Plays a world from `from` for so long, reading its series at every tick. */
export function play(
  from: UnixMs,
  forMs: DurationMs,
  inputs: Partial<Inputs> = {},
  { world = buildWorld(20, 1, from), metrics }: PlayOptions = {},
): Play {
  const full: Inputs = { promotions: [], faults: [], ...inputs };
  const wanted = (name: string) => !metrics || metrics.has(findMetric(name)?.metric.name ?? name);
  const recorder = new Recorder(world, Math.ceil(forMs / TICK_MS), wanted);
  while (world.clock < from + forMs) {
    step(world, full);
    recorder.sample();
  }
  const series = recorder.take().series.map(({ labels, t, v }): SourceSeries => ({
    labels,
    t: t as Float64Array,
    v: v as Float64Array,
    start: 0,
    end: t.length,
  }));
  const source = new MemorySource(series);
  const ask: Play["ask"] = async (expr, at) => {
    const result = await evaluateInstant(source, expr, at);
    if (result.type !== "vector") throw new Error(`${expr} is no vector.`);
    return result.samples;
  };
  const watch: Play["watch"] = async (expr, since, to) => {
    const result = await evaluateRange(source, expr, { from: since, to }, TICK_MS);
    return new Map(
      result.map(({ labels, t, v }) => [
        JSON.stringify(labels),
        new Map(Array.from(t, (moment, i) => [moment, v[i] ?? Number.NaN])),
      ]),
    );
  };
  return {
    world,
    ask,
    watch,
    view: (name, at, selector) => ask(viewOf(name, selector), at),
  };
}

/** The world once it has come to `until`, with these faults in it; a given one is moved on. */
export function worldAt(
  until: UnixMs,
  faults: readonly ActiveFault[],
  world = buildWorld(20, 1, MORNING),
): World {
  while (world.clock < until) step(world, { promotions: [], faults });
  return world;
}

/** Metrics whose series the catalogue's view of these reads. */
export function metricsBehind(names: readonly string[]): Set<string> {
  const words = names.flatMap((name) => [
    name,
    ...(findMetric(name)?.metric.view?.match(/[a-z_:0-9]+/g) ?? []),
  ]);
  return new Set(words.map((word) => findMetric(word)?.metric.name ?? word));
}
