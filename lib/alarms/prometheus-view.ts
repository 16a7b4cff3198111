import type { Alarm, AlarmRule } from "@/db/schema/alarms";
import { fourDigits } from "./humanize";

/** A value as Prometheus writes it in an alert: exponent form, shortest digits. */
function alertValue(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return fourDigits(value ?? Number.NaN);
  const [mantissa = "0", power = "0"] = value.toExponential().split("e");
  return `${mantissa}e${power.startsWith("-") ? "-" : "+"}${power.replace(/^[+-]/, "").padStart(2, "0")}`;
}

/**
 * An open alarm in the format of `/api/v1/alerts`.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/#alerts
 */
export function prometheusAlert(alarm: Alarm) {
  return {
    labels: alarm.labels,
    annotations: alarm.annotations,
    state: alarm.state,
    activeAt: alarm.activeAt.toISOString(),
    ...(alarm.keepFiringSince && { keepFiringSince: alarm.keepFiringSince.toISOString() }),
    value: alertValue(alarm.lastValue),
  };
}

/** Names of a rule's health in the Prometheus API. */
export const PROMETHEUS_HEALTH = { ok: "ok", error: "err", unknown: "unknown" } as const;

/**
 * A rule with its open alarms in the format of `/api/v1/rules`. Times in seconds.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/#rules
 */
export function prometheusRule(rule: AlarmRule, open: readonly Alarm[]) {
  const firing = open.some((alarm) => alarm.state === "firing");
  return {
    type: "alerting" as const,
    name: rule.name,
    query: rule.expr,
    duration: rule.forMs / 1000,
    keepFiringFor: rule.keepFiringForMs / 1000,
    labels: rule.labels,
    annotations: rule.annotations,
    state: firing ? "firing" : open.length > 0 ? "pending" : "inactive",
    health: PROMETHEUS_HEALTH[rule.health],
    ...(rule.lastError !== null && { lastError: rule.lastError }),
    evaluationTime: (rule.evaluationMs ?? 0) / 1000,
    lastEvaluation: (rule.lastEvaluatedAt ?? new Date(0)).toISOString(),
    alerts: open.map(prometheusAlert),
  };
}
