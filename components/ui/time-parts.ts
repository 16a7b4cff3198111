import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "@/lib/core/time";

export type TimeUnit = "days" | "hours" | "minutes" | "seconds";
export interface TimePart {
  unit: TimeUnit;
  count: number;
}

const UNITS: readonly { unit: TimeUnit; ms: number }[] = [
  { unit: "days", ms: DAY_MS },
  { unit: "hours", ms: HOUR_MS },
  { unit: "minutes", ms: MINUTE_MS },
  { unit: "seconds", ms: SECOND_MS },
];

/**
 * A span in its largest units: 3,725,000 ms is 1 hour and 2 minutes.
 *
 * @param ms negative counts as zero.
 * @param parts the most units to give; a part that is zero is left out, but never all of them.
 */
export function timeParts(ms: number, parts = 2): TimePart[] {
  let rest = Math.max(0, Math.floor(ms / SECOND_MS) * SECOND_MS);
  const first = UNITS.findIndex((unit) => rest >= unit.ms);
  if (first === -1) return [{ unit: "seconds", count: 0 }];
  const chosen: TimePart[] = [];
  for (const { unit, ms: size } of UNITS.slice(first, first + parts)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) chosen.push({ unit, count });
  }
  return chosen;
}
