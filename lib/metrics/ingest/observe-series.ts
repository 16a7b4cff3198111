import { canonicalLabels, labelValue } from "@/lib/metrics/labels";
import type { Labels, RejectedSeries, SeriesSamples } from "@/lib/metrics/store";
import { addToSketch, emptySketch, type SeriesSketch } from "./series-sketch";

/** Whom samples are about. Empty: the label is absent. */
export interface IngestTarget {
  job: string;
  instance: string;
}

/** What a request was about, small enough for another thread. */
export interface ObservedSeries {
  sketch: SeriesSketch;
  targets: (IngestTarget & { samples: number })[];
}

/** Jobs and instances of one request; a Prometheus server behind one token scrapes hundreds. The others go uncounted. */
const TARGETS_MAX = 1_000;
/** Different jobs and instances that are remembered. */
const KNOWN_TARGETS_MAX = 10_000;

/** By label set: decoders keep one object for each, so the work is done once a series. */
const known = new WeakMap<Labels, { hash: number; target: IngestTarget }>();
let targets = new Map<string, IngestTarget>();

/** Looks at the series of one request that the store has taken: how many different ones, and about whom. */
export function observeSeries(
  series: readonly SeriesSamples[],
  rejected: readonly RejectedSeries[] = [],
): ObservedSeries {
  const refused = new Map(rejected.map(({ index, samples }) => [index, samples]));
  const sketch = emptySketch();
  const samples = new Map<IngestTarget, number>();
  let [last, lastSamples]: [IngestTarget | null, number] = [null, 0];
  for (let i = 0; i < series.length; i++) {
    const { labels, t } = series[i] as SeriesSamples;
    const taken = t.length - (refused.size === 0 ? 0 : (refused.get(i) ?? 0));
    if (taken <= 0) continue;
    const { hash, target } = known.get(labels) ?? remember(labels);
    addToSketch(sketch, hash);
    // Series of one target stand together.
    if (target === last) {
      lastSamples += taken;
      continue;
    }
    if (last !== null) samples.set(last, (samples.get(last) ?? 0) + lastSamples);
    [last, lastSamples] = [target, taken];
  }
  if (last !== null) samples.set(last, (samples.get(last) ?? 0) + lastSamples);
  const some = [...samples].slice(0, TARGETS_MAX);
  return { sketch, targets: some.map(([target, count]) => ({ ...target, samples: count })) };
}

function remember(labels: Labels): { hash: number; target: IngestTarget } {
  const [job, instance] = [labelValue(labels, "job"), labelValue(labels, "instance")];
  const key = JSON.stringify([job, instance]);
  let target = targets.get(key);
  if (!target) {
    if (targets.size >= KNOWN_TARGETS_MAX) targets = new Map();
    target = { job, instance };
    targets.set(key, target);
  }
  const seen = { hash: hashText(canonicalLabels(labels)), target };
  known.set(labels, seen);
  return seen;
}

/** FNV-1a over UTF-16 units, then the finalizer of MurmurHash3, which spreads each bit over all 32. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
