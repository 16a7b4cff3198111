import { sql } from "drizzle-orm";
import {
  bigint,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { ALARM_STATES, RULE_HEALTH, SEVERITIES } from "@/lib/alarms/constants";
import { identity, instant, lifecycle } from "../columns";
import { ruleGroups } from "./rules";

export const alarmRules = pgTable("alarm_rules", {
  ...identity,
  /** CamelCase, as Prometheus users write `alert:`. Stable: experiments name rules by it. */
  name: text("name").notNull().unique(),
  expr: text("expr").notNull(),
  forMs: bigint("for_ms", { mode: "number" }).notNull().default(0),
  keepFiringForMs: bigint("keep_firing_for_ms", { mode: "number" }).notNull().default(0),
  severity: text("severity", { enum: SEVERITIES }).notNull(),
  labels: jsonb("labels").$type<Record<string, string>>().notNull().default({}),
  /** `summary`, `description` (may hold `{{ $value }}` and `{{ $labels.x }}`), `summary_zh`, `runbook_url`. */
  annotations: jsonb("annotations").$type<Record<string, string>>().notNull().default({}),
  health: text("health", { enum: RULE_HEALTH }).notNull().default("unknown"),
  lastError: text("last_error"),
  lastEvaluatedAt: instant("last_evaluated_at"),
  evaluationMs: doublePrecision("evaluation_ms"),
  /** The group of a rule file that it came with, and its order there; null: it came with the product. */
  groupId: uuid("group_id").references(() => ruleGroups.id, { onDelete: "cascade" }),
  position: integer("position"),
  ...lifecycle,
});
export type AlarmRule = typeof alarmRules.$inferSelect;

/** One episode of one rule on one label set: from pending (or firing) to resolved. */
export const alarms = pgTable(
  "alarms",
  {
    ...identity,
    ruleId: uuid("rule_id")
      .notNull()
      .references(() => alarmRules.id, { onDelete: "cascade" }),
    /** Canonical JSON of `labels`: what makes two results of a rule the same alarm. */
    fingerprint: text("fingerprint").notNull(),
    labels: jsonb("labels").$type<Record<string, string>>().notNull(),
    annotations: jsonb("annotations").$type<Record<string, string>>().notNull(),
    state: text("state", { enum: ALARM_STATES }).notNull(),
    /** Since when the expression has held. */
    activeAt: instant("active_at").notNull(),
    firedAt: instant("fired_at"),
    resolvedAt: instant("resolved_at"),
    /** First evaluation without a result, while `keep_firing_for` holds the alarm. */
    keepFiringSince: instant("keep_firing_since"),
    /** When the expression last had a result for this label set. */
    lastSeenAt: instant("last_seen_at").notNull(),
    lastValue: doublePrecision("last_value"),
    acknowledgedAt: instant("acknowledged_at"),
    acknowledgedBy: text("acknowledged_by"),
    ...lifecycle,
  },
  (t) => [
    // Exactly one open episode a label set; the evaluator reads these at each tick, resolved ones never.
    uniqueIndex("alarms_open_idx")
      .on(t.ruleId, t.fingerprint)
      .where(sql`${t.state} <> 'resolved'`),
    // The timeline asks for the episodes that touch a window.
    index("alarms_active_at_idx").on(t.activeAt),
  ],
);
export type Alarm = typeof alarms.$inferSelect;

/** Append-only (a trigger refuses UPDATE, DELETE and TRUNCATE): every change of state, the proof behind verdicts. */
export const alarmTransitions = pgTable(
  "alarm_transitions",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    alarmId: uuid("alarm_id").notNull(),
    ruleName: text("rule_name").notNull(),
    labels: jsonb("labels").$type<Record<string, string>>().notNull(),
    from: text("from_state"),
    to: text("to_state").notNull(),
    value: doublePrecision("value"),
    at: instant("at").notNull(),
  },
  (t) => [index("alarm_transitions_at_idx").on(t.at)],
);

/**
 * Spans in which a rule was evaluated without a gap, extended at each tick: a verdict may call an alarm silent only where
 * it was being evaluated.
 */
export const ruleEvaluationSpans = pgTable(
  "rule_evaluation_spans",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    ruleId: uuid("rule_id").notNull(),
    fromAt: instant("from_at").notNull(),
    toAt: instant("to_at").notNull(),
    evaluations: integer("evaluations").notNull().default(1),
  },
  (t) => [index("rule_evaluation_spans_rule_idx").on(t.ruleId, t.toAt)],
);
