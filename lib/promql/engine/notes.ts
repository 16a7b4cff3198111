import { METRIC_NAME_LABEL, unwrapParens, type Expr, type Span } from "../ast";
import { BUCKET_LABEL } from "../functions/histogram";
import { formatGoGeneral } from "../go-float";
import { goQuote } from "../go-quote";
import type { LabelSet } from "../labels";
import type { Annotations } from "./annotations";

// The texts are those of Prometheus 3.0 `util/annotations/annotations.go`.

/** Prometheus takes off the parentheses of an argument before it looks at its place. */
const placeIn = (arg: Expr): Span => unwrapParens(arg).span;

/** Each quantile asked for over the steps that is none. */
export function warnOfQuantiles(annotations: Annotations, quantiles: Float64Array, arg: Expr): void {
  for (const q of new Set(quantiles)) {
    if (q >= 0 && q <= 1) continue;
    annotations.warn(`quantile value should be between 0 and 1, got ${formatGoGeneral(q)}`, placeIn(arg));
  }
}

const ofMetric = (name: string): string => (name === "" ? "" : ` for metric name ${goQuote(name)}`);

export function warnOfBucketLabel(annotations: Annotations, labels: LabelSet, arg: Expr): void {
  const bound = goQuote(labels.get(BUCKET_LABEL));
  const where = ofMetric(labels.get(METRIC_NAME_LABEL));
  annotations.warn(
    `bucket label ${goQuote(BUCKET_LABEL)} is missing or has a malformed value of ${bound}${where}`,
    placeIn(arg),
  );
}

export function tellOfForcedMonotonicity(annotations: Annotations, arg: Expr): void {
  annotations.info(
    "input to histogram_quantile needed to be fixed for monotonicity (see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)",
    placeIn(arg),
  );
}

/** How counters are named. Source: PossibleNonCounterInfo. */
const COUNTER_NAME = /_(?:total|sum|count|bucket)$/;

/** `rate` and `increase` of a series that by its name is no counter. */
export function tellOfNonCounter(annotations: Annotations, labels: LabelSet, arg: Expr): void {
  const name = labels.get(METRIC_NAME_LABEL);
  if (name === "" || COUNTER_NAME.test(name)) return;
  annotations.info(
    `metric might not be a counter, name does not end in _total/_sum/_count/_bucket: ${goQuote(name)}`,
    placeIn(arg),
  );
}

export function warnOfSort(annotations: Annotations, call: Expr): void {
  annotations.warn(
    "sort is ineffective for range queries since results are always ordered by labels",
    call.span,
  );
}
