import { z } from "zod";
import { unixMsSchema } from "@/lib/core/time-schema";
import { ALARM_STATES, RULE_HEALTH, SEVERITIES } from "./constants";

/** Times are Unix ms. */
export const alarmViewSchema = z.object({
  id: z.string(),
  rule: z.string(),
  severity: z.enum(SEVERITIES),
  state: z.enum(ALARM_STATES),
  labels: z.record(z.string(), z.string()),
  summary: z.string(),
  summaryZh: z.string(),
  activeAt: z.number(),
  firedAt: z.number().nullable(),
  resolvedAt: z.number().nullable(),
  lastSeenAt: z.number(),
  lastValue: z.number().nullable(),
  acknowledgedAt: z.number().nullable(),
  acknowledgedBy: z.string().nullable(),
});
export type AlarmView = z.infer<typeof alarmViewSchema>;

/** How far the list of alarms can be trusted: no alarm is good news only while every rule is being evaluated. */
export const alarmWatchSchema = z.object({
  /** When the rule that was evaluated longest ago was; null: one never was, or there is no rule. */
  evaluatedAt: z.number().nullable(),
  rules: z.number(),
  /** Rules whose last evaluation failed. */
  failing: z.number(),
});
export type AlarmWatch = z.infer<typeof alarmWatchSchema>;

/** `GET /api/alarms?from&to`: episodes that touch the window, or the open ones when no window is given. Worst first. */
export const alarmListSchema = z.object({ alarms: z.array(alarmViewSchema), watch: alarmWatchSchema });
export type AlarmList = z.infer<typeof alarmListSchema>;
export const alarmQuerySchema = z.object({
  from: unixMsSchema.optional(),
  to: unixMsSchema.optional(),
  /** Only those about this resource: its `resource` label, or `<job>@<instance>`. */
  resource: z.string().min(1).max(300).optional(),
  /** With `resource`: those about this cluster as a whole too. */
  cluster: z.string().min(1).max(300).optional(),
});
export type AlarmQuery = z.infer<typeof alarmQuerySchema>;

export const alarmRuleViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  expr: z.string(),
  forMs: z.number(),
  severity: z.enum(SEVERITIES),
  labels: z.record(z.string(), z.string()),
  annotations: z.record(z.string(), z.string()),
  health: z.enum(RULE_HEALTH),
  lastError: z.string().nullable(),
  lastEvaluatedAt: z.number().nullable(),
  evaluationMs: z.number().nullable(),
  /** Of its open alarms. */
  firing: z.number(),
  pending: z.number(),
});
export type AlarmRuleView = z.infer<typeof alarmRuleViewSchema>;
/** `GET /api/alarms/rules` */
export const alarmRuleListSchema = z.object({ rules: z.array(alarmRuleViewSchema) });

/** `POST /api/alarms/[id]/acknowledge` answers with the alarm. */
export const acknowledgeAlarmSchema = z.object({ id: z.uuid() });
export type AcknowledgeAlarm = z.infer<typeof acknowledgeAlarmSchema>;
