import type { SetOp, VectorMatching } from "../ast";
import { hasAny, mergeSameLabels, type Column } from "./column";
import { anyPresent, bySignature, signatureLabels } from "./signature";

/** `and`, `or`, `unless`, each step on its own. Values and names stay as they are. */
export function combineSets(
  op: SetOp,
  matching: VectorMatching | null,
  left: Column[],
  right: Column[],
): Column[] {
  const keep = signatureLabels(matching);
  if (op === "or") {
    restrict(right, left, keep, 0);
    return mergeSameLabels([...left, ...right.filter(({ present }) => hasAny(present))]);
  }
  restrict(left, right, keep, op === "and" ? 1 : 0);
  return left.filter(({ present }) => hasAny(present));
}

/** Keeps in `columns` only the steps at which `others` have (`wanted` 1) or lack (0) a series of the same signature. */
function restrict(
  columns: readonly Column[],
  others: readonly Column[],
  keep: (name: string) => boolean,
  wanted: 0 | 1,
): void {
  const groups = bySignature(others, keep);
  const found = new Map<string, Uint8Array>();
  for (const { labels, present } of columns) {
    const key = labels.keyOf(keep);
    const mask = found.get(key) ?? anyPresent(groups.get(key) ?? [], present.length);
    found.set(key, mask);
    for (let i = 0; i < present.length; i++) if (mask[i] !== wanted) present[i] = 0;
  }
}
