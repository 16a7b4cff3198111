import { SECOND_MS, type DurationMs, type UnixMs } from "@/lib/core/time";

/** How long after a moment of the grid it is evaluated: samples of that moment need to arrive. As alarm rules have it. */
export const ARRIVAL_MS = SECOND_MS;

export interface GroupClock {
  intervalMs: DurationMs;
  /** Moment of the grid that was evaluated last. */
  lastEvaluatedAt: Date | null;
}

export interface DueEvaluation {
  at: UnixMs;
  /** Moments of the grid between the last evaluation and this one: they stay without. */
  missed: number;
}

/**
 * The moment that a group is due to be evaluated at, or null. The grid is the multiples of the interval since 1970. After
 * an outage only the last moment is evaluated; those that were missed are counted and never made up for, as in Prometheus.
 *
 * @see Prometheus `rules/manager.go`, Group.run: "missed"
 */
export function dueEvaluation(
  { intervalMs, lastEvaluatedAt }: GroupClock,
  now: UnixMs,
): DueEvaluation | null {
  const at = Math.floor((now - ARRIVAL_MS) / intervalMs) * intervalMs;
  if (lastEvaluatedAt === null) return { at, missed: 0 };
  const last = lastEvaluatedAt.getTime();
  if (at <= last) return null;
  return { at, missed: Math.max(0, Math.ceil((at - last) / intervalMs) - 1) };
}
