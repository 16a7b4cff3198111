import { METRIC_NAME_LABEL, type Expr } from "../ast";
import { LabelSet } from "../labels";
import { hasAny, makeColumn, type Column } from "./column";
import { anyPresent } from "./signature";

/**
 * Labels of what is missing: those that a selector pins with a single `=`. Anything but a selector has none.
 *
 * @see Prometheus 2.42 `promql/functions.go`, createLabelsForAbsentFunction
 */
export function absentLabels(expr: Expr): LabelSet {
  const selector = expr.kind === "matrixSelector" ? expr.selector : expr;
  if (selector.kind !== "vectorSelector") return LabelSet.empty;
  const pinned = new Set<string>();
  let labels = LabelSet.empty;
  for (const { name, type, value } of selector.matchers) {
    if (name === METRIC_NAME_LABEL) continue;
    const isFirst = type === "=" && !pinned.has(name);
    if (isFirst) pinned.add(name);
    labels = labels.with(name, isFirst ? value : "");
  }
  return labels;
}

/** 1 at each step at which no column has a value. */
export function absentColumn(columns: readonly Column[], labels: LabelSet, count: number): Column[] {
  const found = anyPresent(columns, count);
  const column = makeColumn(labels, count);
  for (let i = 0; i < count; i++) {
    if (found[i] === 1) continue;
    column.v[i] = 1;
    column.present[i] = 1;
  }
  return hasAny(column.present) ? [column] : [];
}
