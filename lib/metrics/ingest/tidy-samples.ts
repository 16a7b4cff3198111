import { sameBits } from "@/lib/metrics/embedded/column";
import type { SeriesSamples } from "@/lib/metrics/store";

/** Samples in order of time, each moment once. `conflicts` counts those that had another value for a moment than the first. */
export function tidySamples(parts: readonly Pick<SeriesSamples, "t" | "v">[]): {
  t: Float64Array;
  v: Float64Array;
  conflicts: number;
} {
  const all = parts.flatMap(({ t, v }) => Array.from(t, (time, i) => ({ time, from: v, i })));
  all.sort((a, b) => a.time - b.time);
  const t = new Float64Array(all.length);
  const v = new Float64Array(all.length);
  let length = 0;
  let conflicts = 0;
  for (const { time, from, i } of all) {
    if (length > 0 && t[length - 1] === time) {
      if (!sameBits(v[length - 1] as number, from[i] as number)) conflicts++;
      continue;
    }
    t[length] = time;
    v[length] = from[i] as number;
    length++;
  }
  return { t: t.subarray(0, length), v: v.subarray(0, length), conflicts };
}
