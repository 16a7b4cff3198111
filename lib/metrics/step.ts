import { InvalidError } from "@/lib/core/errors";
import type { DurationMs, RangeMs } from "@/lib/core/time";
import { MAX_POINTS, TOO_MANY_POINTS } from "@/lib/promql/evaluate";

/** @throws InvalidError in Prometheus' words when a range query would yield more points a series than anyone can see. */
export function checkPoints({ from, to }: RangeMs, stepMs: DurationMs): void {
  if (stepMs > 0 && (to - from) / stepMs > MAX_POINTS) throw new InvalidError(TOO_MANY_POINTS);
}
