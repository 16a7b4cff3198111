import type { Column } from "./column";

/** By the value of the only step; NaN last, whatever the direction. Equal values keep their order. */
export function sortColumns(columns: readonly Column[], descending: boolean): Column[] {
  return columns.toSorted((a, b) => {
    const left = a.v[0] ?? Number.NaN;
    const right = b.v[0] ?? Number.NaN;
    if (Number.isNaN(left) || Number.isNaN(right))
      return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
    return descending ? right - left : left - right;
  });
}
