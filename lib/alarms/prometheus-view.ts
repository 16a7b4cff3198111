import type { Alarm, AlarmRule } from "@/db/schema/alarms";
import { fourDigits } from "./humanize";
import { EVALUATION_PERIOD_MS } from "./constants";

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

const PROMETHEUS_HEALTH = { ok: "ok", error: "err", unknown: "unknown" } as const;

/** A rule with its open alarms in the format of `/api/v1/rules`. Times in seconds. */
function prometheusRule(rule: AlarmRule, open: readonly Alarm[]) {
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

/**
 * All rules as one group.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/#rules
 */
export function prometheusGroups(rules: readonly AlarmRule[], open: readonly Alarm[]) {
  const byRule = Map.groupBy(open, (alarm) => alarm.ruleId);
  const views = rules.map((rule) => prometheusRule(rule, byRule.get(rule.id) ?? []));
  const last = Math.max(0, ...rules.map((rule) => rule.lastEvaluatedAt?.getTime() ?? 0));
  const group = {
    name: "evenkeel",
    file: "evenkeel",
    interval: EVALUATION_PERIOD_MS / 1000,
    limit: 0,
    evaluationTime: views.reduce((sum, rule) => sum + rule.evaluationTime, 0),
    lastEvaluation: new Date(last).toISOString(),
    rules: views,
  };
  return { groups: views.length === 0 ? [] : [group] };
}
