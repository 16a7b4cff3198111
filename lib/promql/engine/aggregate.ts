import { InvalidError } from "@/lib/core/errors";
import { METRIC_NAME_LABEL, type Aggregate } from "../ast";
import { isLabelName, type Dialect } from "../dialect";
import { formatGoFloat } from "../go-float";
import type { LabelSet } from "../labels";
import { hasAny, makeColumn, mergeSameLabels, type Column } from "./column";
import { rankColumns } from "./rank";
import { quantileOf } from "./quantile";
import { infiniteMeanStays } from "./sums";

// In this file `as number` on a column's arrays is safe because all columns have the length of the grid.

interface Group {
  labels: LabelSet;
  members: Column[];
}

/** What of a label set stays in the result's labels. */
function keeper(expr: Aggregate): (name: string) => boolean {
  const names = new Set(expr.grouping);
  return expr.without ? (name) => name !== METRIC_NAME_LABEL && !names.has(name) : (name) => names.has(name);
}

export function groupColumns(columns: readonly Column[], keep: (name: string) => boolean): Group[] {
  const groups = new Map<string, Group>();
  for (const column of columns) {
    const key = column.labels.keyOf(keep);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { labels: column.labels.filter(keep), members: [column] });
    else group.members.push(column);
  }
  return [...groups.values()];
}

/** Reduces the columns of each group, step by step. `param` is the scalar argument over the grid, or the label's name. */
export function aggregate(
  expr: Aggregate,
  columns: Column[],
  param: Float64Array | string | null,
  count: number,
  dialect: Dialect,
): Column[] {
  const { op } = expr;
  const keep = keeper(expr);
  if (op === "count_values") return countValues(expr, columns, String(param), count, dialect);
  const groups = groupColumns(columns, keep);
  const steps = param instanceof Float64Array ? param : new Float64Array(count);
  if (op === "topk" || op === "bottomk") {
    return groups.flatMap(({ members }) => rankColumns(members, steps, op === "topk"));
  }
  return groups.map(({ labels, members }) => {
    const out = makeColumn(labels, count);
    if (op === "quantile") quantileInto(out, members, steps);
    else REDUCERS[op](out, members);
    return out;
  });
}

type Reducer = (out: Column, members: readonly Column[]) => void;

/** Folds members into the result; the first value of a step is `first`, each further one `next(accumulated, value)`. */
function folding(first: (value: number) => number, next: (total: number, value: number) => number): Reducer {
  return ({ v: out, present }, members) => {
    for (const { v, present: has } of members) {
      for (let i = 0; i < out.length; i++) {
        if (has[i] === 0) continue;
        const value = v[i] as number;
        out[i] = present[i] === 1 ? next(out[i] as number, value) : first(value);
        present[i] = 1;
      }
    }
  };
}

const same = (value: number): number => value;

const sum: Reducer = ({ v: out, present }, members) => {
  out.fill(-0); // Nothing plus -0 is -0.
  for (const { v, present: has } of members) {
    for (let i = 0; i < out.length; i++) {
      if (has[i] === 0) continue;
      out[i] = (out[i] as number) + (v[i] as number);
      present[i] = 1;
    }
  }
};

const avg: Reducer = (out, members) => {
  const counts = new Float64Array(out.v.length);
  for (const { v, present: has } of members) {
    for (let i = 0; i < counts.length; i++) {
      if (has[i] === 0) continue;
      out.v[i] = (out.v[i] as number) + (v[i] as number);
      counts[i] = (counts[i] as number) + 1;
    }
  }
  for (let i = 0; i < counts.length; i++) {
    if (counts[i] === 0) continue;
    out.present[i] = 1;
    // A sum can overflow where the mean does not; then, and with infinities, take Prometheus' running mean.
    const total = out.v[i] as number;
    out.v[i] =
      Number.isFinite(total) && counts[i] !== 1 ? total / (counts[i] as number) : runningMean(members, i);
  }
};

/** @see Prometheus 2.42 `promql/engine.go`, aggregation, case AVG */
function runningMean(members: readonly Column[], i: number): number {
  let mean = 0;
  let count = 0;
  for (const { v, present } of members) {
    if (present[i] === 0) continue;
    const value = v[i] as number;
    count++;
    if (count === 1) mean = value;
    else if (!infiniteMeanStays(mean, value)) mean += value / count - mean / count;
  }
  return mean;
}

/** Welford's method. @see Prometheus 2.42 aggregation, case STDVAR */
const stdvar: Reducer = ({ v: squares, present }, members) => {
  const counts = new Float64Array(squares.length);
  const means = new Float64Array(squares.length);
  for (const { v, present: has } of members) {
    for (let i = 0; i < squares.length; i++) {
      if (has[i] === 0) continue;
      const value = v[i] as number;
      const count = (counts[i] as number) + 1;
      counts[i] = count;
      present[i] = 1;
      if (count === 1) {
        means[i] = value;
        continue;
      }
      const delta = value - (means[i] as number);
      const mean = (means[i] as number) + delta / count;
      means[i] = mean;
      squares[i] = (squares[i] as number) + delta * (value - mean);
    }
  }
  for (let i = 0; i < squares.length; i++) {
    if (present[i] === 1) squares[i] = (squares[i] as number) / (counts[i] as number);
  }
};

const stddev: Reducer = (out, members) => {
  stdvar(out, members);
  for (let i = 0; i < out.v.length; i++) out.v[i] = Math.sqrt(out.v[i] as number);
};

const REDUCERS = {
  sum,
  avg,
  stdvar,
  stddev,
  count: folding(
    () => 1,
    (total) => total + 1,
  ),
  group: folding(
    () => 1,
    () => 1,
  ),
  max: folding(same, (most, value) => (most < value || Number.isNaN(most) ? value : most)),
  min: folding(same, (least, value) => (least > value || Number.isNaN(least) ? value : least)),
} satisfies Record<string, Reducer>;

function quantileInto(out: Column, members: readonly Column[], q: Float64Array): void {
  const values = new Float64Array(members.length);
  for (let i = 0; i < out.v.length; i++) {
    let size = 0;
    for (const { v, present } of members) if (present[i] === 1) values[size++] = v[i] as number;
    if (size === 0) continue;
    out.v[i] = quantileOf(q[i] as number, values, size);
    out.present[i] = 1;
  }
}

function countValues(
  expr: Aggregate,
  columns: readonly Column[],
  label: string,
  count: number,
  dialect: Dialect,
): Column[] {
  if (!isLabelName(label, dialect)) {
    throw new InvalidError(`invalid label name ${JSON.stringify(label)}`);
  }
  const grouping = expr.without ? expr.grouping : [...expr.grouping, label];
  const keep = keeper({ ...expr, grouping });
  const groups = new Map<string, Column>();
  for (const { labels, v, present } of columns) {
    const seen = new Map<string, Column>();
    for (let i = 0; i < count; i++) {
      if (present[i] === 0) continue;
      const text = formatGoFloat(v[i] as number);
      let group = seen.get(text);
      if (group === undefined) {
        const kept = labels.with(label, text).filter(keep);
        group = groups.get(kept.key) ?? makeColumn(kept, count);
        groups.set(kept.key, group);
        seen.set(text, group);
      }
      group.v[i] = (group.v[i] as number) + 1;
      group.present[i] = 1;
    }
  }
  return mergeSameLabels([...groups.values()].filter(({ present }) => hasAny(present)));
}
