import type { RangeMs, UnixMs } from "@/lib/core/time";
import { indexAt } from "./series";

interface Line {
  id: string;
  t: ArrayLike<UnixMs>;
  v: ArrayLike<number>;
}

function joinLine<L extends Line>(
  head: L | undefined,
  tail: L | undefined,
  cut: UnixMs,
  keepFrom: UnixMs,
): L | null {
  const source = tail ?? head;
  if (!source) return null;
  const headEnd = head ? indexAt(head.t, cut - 1) + 1 : 0;
  const headStart = head ? indexAt(head.t, keepFrom - 1) + 1 : 0;
  const kept = Math.max(0, headEnd - headStart);
  const added = tail ? tail.t.length : 0;
  if (kept + added === 0) return null;
  const t = new Float64Array(kept + added);
  const v = new Float64Array(kept + added);
  for (let i = 0; i < kept; i++) {
    t[i] = head?.t[headStart + i] ?? 0;
    v[i] = head?.v[headStart + i] ?? Number.NaN;
  }
  for (let i = 0; i < added; i++) {
    t[kept + i] = tail?.t[i] ?? 0;
    v[kept + i] = tail?.v[i] ?? Number.NaN;
  }
  return { ...source, t, v };
}

/**
 * What is held, with everything from `fetched.from` on replaced by what was fetched, and everything before `keepFrom`
 * dropped. Replaced, not appended: a sample may come late, and a series that ended must not keep its old points.
 *
 * @param tail lines with points in [fetched.from, fetched.to] only.
 * @returns lines ordered by id; a line without points left is gone.
 */
export function mergeTail<L extends Line>(
  held: readonly L[],
  tail: readonly L[],
  fetched: RangeMs,
  keepFrom: UnixMs,
): L[] {
  const heads = new Map(held.map((line) => [line.id, line]));
  const tails = new Map(tail.map((line) => [line.id, line]));
  const ids = [...new Set([...heads.keys(), ...tails.keys()])].sort();
  return ids.flatMap((id) => joinLine(heads.get(id), tails.get(id), fetched.from, keepFrom) ?? []);
}
