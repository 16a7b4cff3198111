import type { UnixMs } from "@/lib/core/time";
import type { Judgement } from "./judge-steady";

export interface TargetMeasure {
  /** Seconds from the injection until the expression held (again); null: never. */
  measuredS: number | null;
  met: boolean | null;
}

/**
 * How long it took until a target's expression held: the first moment at which it does after the fault was felt. When it
 * still holds at the injection, the clock runs from the injection all the same, but the first moment counts only after
 * one at which it did not hold: metrics need a moment to show a fault.
 *
 * @param course judgements from the injection on, in order of time.
 * @returns `met: null` when the expression never stopped holding: nothing was disturbed, so nothing was measured.
 */
export function measureTarget(
  course: readonly (Judgement & { at: UnixMs })[],
  injectedAt: UnixMs,
  withinS: number,
): TargetMeasure {
  const broken = course.findIndex(({ held }) => held === false);
  if (broken === -1) return { measuredS: null, met: null };
  const back = course.slice(broken).find(({ held }) => held === true);
  if (back === undefined) return { measuredS: null, met: false };
  const measuredS = (back.at - injectedAt) / 1000;
  return { measuredS, met: measuredS <= withinS };
}
