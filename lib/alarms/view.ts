import type { Alarm, AlarmRule } from "@/db/schema/alarms";
import type { AlarmRuleView, AlarmView } from "./schemas";

const ms = (date: Date | null): number | null => date?.getTime() ?? null;

/** An alarm as its readers get it. Without a Chinese summary the other one stands in. */
export function viewAlarm(alarm: Alarm, rule: Pick<AlarmRule, "name" | "severity">): AlarmView {
  const summary = alarm.annotations["summary"] ?? rule.name;
  return {
    id: alarm.id,
    rule: rule.name,
    severity: rule.severity,
    state: alarm.state,
    labels: alarm.labels,
    summary,
    summaryZh: alarm.annotations["summary_zh"] ?? summary,
    activeAt: alarm.activeAt.getTime(),
    firedAt: ms(alarm.firedAt),
    resolvedAt: ms(alarm.resolvedAt),
    lastSeenAt: alarm.lastSeenAt.getTime(),
    lastValue: alarm.lastValue,
    acknowledgedAt: ms(alarm.acknowledgedAt),
    acknowledgedBy: alarm.acknowledgedBy,
  };
}

export function viewRule(rule: AlarmRule, open: readonly Pick<Alarm, "state">[]): AlarmRuleView {
  const { id, name, expr, forMs, severity, labels, annotations, health, lastError, evaluationMs } = rule;
  return {
    id,
    name,
    expr,
    forMs,
    severity,
    labels,
    annotations,
    health,
    lastError,
    evaluationMs,
    lastEvaluatedAt: ms(rule.lastEvaluatedAt),
    firing: open.filter((alarm) => alarm.state === "firing").length,
    pending: open.filter((alarm) => alarm.state === "pending").length,
  };
}
