import { InvalidError, LimitError } from "@/lib/core/errors";
import type { UnixMs } from "@/lib/core/time";
import { canonicalLabels } from "@/lib/metrics/labels";
import type { Labels, QueryValue, SeriesSamples } from "@/lib/metrics/store";
import { SERIES_MAX } from "./constants";

/** Label sets by their canonical text. */
export type LabelSets = ReadonlyMap<string, Labels>;

/** @see Prometheus `model/value/value.go` StaleNaN. In a typed array: plain numbers lose the bits. */
const STALE = new Float64Array(new BigUint64Array([0x7ff0000000000002n]).buffer);

/** The staleness marker of a series: it ended here. */
export const staleAt = (labels: Labels, t: UnixMs): SeriesSamples => ({ labels, t: [t], v: STALE });

export const labelSets = (labels: readonly Labels[]): LabelSets =>
  new Map(labels.map((one) => [canonicalLabels(one), one]));

export interface RecordedRule {
  record: string;
  /** Set on each result; an empty value takes a label away. */
  labels: Readonly<Record<string, string>>;
}

export interface WritePlan {
  series: SeriesSamples[];
  /** What has a living sample after the write. */
  living: LabelSets;
  /** What may have one while it is under way. */
  during: LabelSets;
}

/**
 * The samples that a recording rule writes for the result of its expression: the result under the rule's name and labels,
 * and a staleness marker for each series that it wrote before and yields no more.
 *
 * @param before what has a living sample of this rule.
 * @param at time of the samples.
 * @param limit most series, 0: no limit.
 * @throws InvalidError when two results become the same series; LimitError when there are too many. Then nothing is
 *   written and nothing is stale, as in Prometheus.
 * @see Prometheus `rules/recording.go` (RecordingRule.Eval) and `rules/manager.go` (Group.Eval)
 */
export function planWrite(
  rule: RecordedRule,
  value: QueryValue,
  before: LabelSets,
  at: UnixMs,
  limit: number,
): WritePlan {
  const living = new Map<string, Labels>();
  const series: SeriesSamples[] = [];
  for (const { labels, v } of samplesOf(value)) {
    const own = labelsOf(rule, labels);
    const key = canonicalLabels(own);
    if (living.has(key))
      throw new InvalidError("vector contains metrics with the same labelset after applying rule labels");
    living.set(key, own);
    series.push({ labels: own, t: [at], v: Float64Array.of(v) });
  }
  const most = limit === 0 ? SERIES_MAX : Math.min(limit, SERIES_MAX);
  if (living.size > most) throw new LimitError(`exceeded limit of ${most} with ${living.size} series`);
  const during = new Map(before);
  for (const [key, labels] of living) during.set(key, labels);
  for (const [key, labels] of before) if (!living.has(key)) series.push(staleAt(labels, at));
  return { series, living, during };
}

function samplesOf(value: QueryValue): readonly { labels: Labels; v: number }[] {
  if (value.type === "vector") return value.samples;
  if (value.type === "scalar") return [{ labels: {}, v: value.v }];
  throw new InvalidError("rule result is not a vector or scalar");
}

function labelsOf(rule: RecordedRule, labels: Labels): Labels {
  const all = { ...labels, ...rule.labels, __name__: rule.record };
  return Object.fromEntries(Object.entries(all).filter(([, text]) => text !== ""));
}

/** Whether two sets hold the same label sets. */
export const sameLabelSets = (a: LabelSets, b: LabelSets): boolean =>
  a.size === b.size && [...a.keys()].every((key) => b.has(key));
