import type { UnixMs } from "@/lib/core/time";
import type { NodeStatus } from "../constants";
import type { NodeReason } from "../schemas";
import type { PlannedMetric } from "./metric-plan";
import type { ResourceValues } from "./read-values";

/** A firing alarm, a pending one, on a resource. */
export interface ResourceAlarm {
  rule: string;
  severity: "critical" | "warning" | "info";
  state: "pending" | "firing";
}

/** One sample may come late; two missing ones are a sign. Our choice, as the timeline has it. */
const STALE_INTERVALS = 2;
/** What a sender may hold samples back for: Prometheus remote-write, `batch_send_deadline`. */
const DELIVERY_MS = 5_000;
/** Of a resource with a single sample, whose interval is not known: the default scrape interval of Prometheus. */
const INTERVAL_MS_DEFAULT = 60_000;

export function isStale({ sampleAt, intervalMs }: ResourceValues, at: UnixMs): boolean {
  const interval = intervalMs ?? INTERVAL_MS_DEFAULT;
  return sampleAt !== null && at - sampleAt > STALE_INTERVALS * interval + DELIVERY_MS;
}

/**
 * The condition of one resource, and what made it, worst first.
 *
 * - `critical`: it does not answer, or a critical alarm fires.
 * - `warning`: a warning fires, or a metric is past its line of concern.
 * - `unknown`: it has no sample, or its samples have ended: whatever they said, nobody knows now.
 * - `info`: an informing alarm fires.
 */
export function judgeResource(
  resource: string,
  plan: readonly PlannedMetric[],
  values: ResourceValues | undefined,
  alarms: readonly ResourceAlarm[],
  at: UnixMs,
): NodeReason[] {
  const reasons = alarms
    .filter(({ state }) => state === "firing")
    .map(({ rule, severity }) => reason("alarm", severity, resource, rule));
  if (values === undefined || (values.sampleAt === null && values.byMetric.size === 0))
    reasons.push(reason("no_samples", "unknown", resource, null));
  else if (isStale(values, at)) reasons.push(reason("stale", "unknown", resource, null));
  for (const metric of plan) {
    const value = values?.byMetric.get(metric.name);
    if (value === undefined || metric.threshold === null) continue;
    if (metric.role === "liveness") {
      if (value < metric.threshold)
        reasons.push(reason("down", "critical", resource, metric.name, value, metric.threshold));
    } else if (isOver(metric.bad, value, metric.threshold))
      reasons.push(reason("over_threshold", "warning", resource, metric.name, value, metric.threshold));
  }
  return reasons;
}

const isOver = (bad: PlannedMetric["bad"], value: number, threshold: number): boolean =>
  bad === "high" ? value > threshold : bad === "low" && value < threshold;

function reason(
  kind: NodeReason["kind"],
  status: NodeStatus,
  resource: string,
  subject: string | null,
  value: number | null = null,
  threshold: number | null = null,
): NodeReason {
  return { kind, status, resource, subject, value, threshold };
}
