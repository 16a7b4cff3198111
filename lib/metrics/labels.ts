import { DEFAULT_DIALECT, isLabelName, isMetricName, type Dialect } from "@/lib/promql/dialect";
import { LabelSet } from "@/lib/promql/labels";
import { LABEL_NAME_LENGTH_MAX, LABEL_VALUE_LENGTH_MAX, LABELS_MAX } from "./constants";
import type { Fault } from "./ingest/rejection-reasons";
import type { Labels } from "./store";

/** The labels that count, by name: an empty value is the same as no label. */
export function sortedLabels(labels: Labels): [name: string, value: string][] {
  return Object.entries(labels)
    .filter(([, value]) => value !== "")
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Value of a label, "" without it. Names are the senders' choice: `constructor` must not find what every object has. */
export function labelValue(labels: Labels, name: string): string {
  return Object.hasOwn(labels, name) ? (labels[name] ?? "") : "";
}

/** One text for one label set, whatever the order and the empty values: JSON with sorted names. */
export function canonicalLabels(labels: Labels): string {
  return JSON.stringify(Object.fromEntries(sortedLabels(labels)));
}

/** As Prometheus writes a series in its messages: `up{job="a"}`. */
export function formatSeries(labels: Labels): string {
  const pairs = sortedLabels(labels);
  const rest = pairs
    .filter(([name]) => name !== "__name__")
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `${labels["__name__"] ?? ""}${rest.length > 0 || !labels["__name__"] ? `{${rest.join(", ")}}` : ""}`;
}

/** Why a label set cannot be stored, or null when it can. */
export function findLabelFault(labels: Labels, dialect: Dialect = DEFAULT_DIALECT): Fault | null {
  const name = labels["__name__"];
  if (name === undefined || name === "")
    return { code: "metric_name_missing", text: "the label __name__ is missing" };
  if (!isMetricName(name, dialect))
    return { code: "metric_name_invalid", text: `the metric name ${JSON.stringify(name)} is not valid` };
  let count = 0;
  for (const [label, value] of Object.entries(labels)) {
    count++;
    if (label.length > LABEL_NAME_LENGTH_MAX)
      return {
        code: "label_name_too_long",
        text: `the name of a label is longer than ${LABEL_NAME_LENGTH_MAX} characters`,
      };
    if (!isLabelName(label, dialect))
      return { code: "label_name_invalid", text: `the label name ${JSON.stringify(label)} is not valid` };
    if (value.length > LABEL_VALUE_LENGTH_MAX) {
      return {
        code: "label_value_too_long",
        text: `the value of the label ${label} is longer than ${LABEL_VALUE_LENGTH_MAX} characters`,
      };
    }
  }
  return count > LABELS_MAX
    ? { code: "labels_too_many", text: `it has more than ${LABELS_MAX} labels` }
    : null;
}

/** Order of Prometheus. The canonical form is kept with each label set: made at each comparison it would cost more than the sort. */
export function compareLabels(a: Labels, b: Labels): number {
  return LabelSet.from(a).compare(LabelSet.from(b));
}
