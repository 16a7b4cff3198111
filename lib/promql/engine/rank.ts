import { InvalidError } from "@/lib/core/errors";
import { formatGoGeneral } from "../go-float";
import { hasAny, makeColumn, type Column } from "./column";

// In this file `as number` on a column's arrays is safe because all columns have the length of the grid.

/** Members to keep at a step. @throws InvalidError as Prometheus where Go's int64 would overflow */
function limitOf(k: number): number {
  if (!(k >= -(2 ** 63) && k < 2 ** 63)) {
    throw new InvalidError(`Scalar value ${formatGoGeneral(k)} overflows int64`);
  }
  return Math.trunc(k);
}

/**
 * topk (`largest`) or bottomk of one group: at each step the k best members keep their value. NaN ranks last; of equals
 * the earlier label set stays. Columns come out best first, by their first step, so that an instant query is ordered.
 */
export function rankColumns(members: readonly Column[], k: Float64Array, largest: boolean): Column[] {
  const better = (a: number, b: number): boolean =>
    Number.isNaN(b) ? !Number.isNaN(a) : largest ? a > b : a < b;
  const out = members.map(({ labels }) => makeColumn(labels, k.length));
  const best: number[] = []; // Indices of members, best first.
  let firstOrder: number[] | undefined;
  for (let i = 0; i < k.length; i++) {
    const limit = limitOf(k[i] as number);
    best.length = 0;
    if (limit < 1) continue;
    for (let m = 0; m < members.length; m++) {
      const member = members[m] as Column; // Safe because m < length.
      if (member.present[i] === 0) continue;
      insert(best, m, limit, (a, b) => better(valueOf(members, a, i), valueOf(members, b, i)));
    }
    for (const m of best) {
      const column = out[m] as Column; // Safe because best holds indices of members.
      column.v[i] = valueOf(members, m, i);
      column.present[i] = 1;
    }
    if (best.length > 0) firstOrder ??= [...best];
  }
  const leaders = new Set(firstOrder);
  const rest = members.map((_, m) => m).filter((m) => !leaders.has(m));
  return [...leaders, ...rest].map((m) => out[m] as Column).filter(({ present }) => hasAny(present));
}

function valueOf(members: readonly Column[], m: number, i: number): number {
  return (members[m] as Column).v[i] as number; // Safe because m is an index of members.
}

/** Keeps `best` sorted and no longer than `limit`. */
function insert(best: number[], m: number, limit: number, better: (a: number, b: number) => boolean): void {
  if (best.length >= limit && !better(m, best[best.length - 1] as number)) return;
  let low = 0;
  let high = best.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (better(m, best[middle] as number)) high = middle;
    else low = middle + 1;
  }
  best.splice(low, 0, m);
  if (best.length > limit) best.pop();
}
