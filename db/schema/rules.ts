import {
  bigint,
  doublePrecision,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { RULE_HEALTH } from "@/lib/alarms/constants";
import { identity, instant, lifecycle } from "../columns";

/** A rule file of Prometheus, as it was uploaded. */
export const ruleFiles = pgTable("rule_files", {
  ...identity,
  name: text("name").notNull().unique(),
  content: text("content").notNull(),
  updatedBy: text("updated_by").notNull(),
  ...lifecycle,
});

export const ruleGroups = pgTable(
  "rule_groups",
  {
    ...identity,
    fileId: uuid("file_id")
      .notNull()
      .references(() => ruleFiles.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    /** Order in the file. */
    position: integer("position").notNull(),
    intervalMs: bigint("interval_ms", { mode: "number" }).notNull(),
    queryOffsetMs: bigint("query_offset_ms", { mode: "number" }).notNull(),
    /** Most series a rule may yield; 0: no limit. */
    limit: integer("series_limit").notNull(),
    /** Moment of the grid that was evaluated last. */
    lastEvaluatedAt: instant("last_evaluated_at"),
    evaluationMs: doublePrecision("evaluation_ms"),
    /** Moments of the grid that passed without an evaluation, since the group is here. */
    missed: integer("missed").notNull().default(0),
  },
  (t) => [uniqueIndex("rule_groups_name_idx").on(t.fileId, t.name)],
);
export type RuleGroup = typeof ruleGroups.$inferSelect;

export const recordingRules = pgTable(
  "recording_rules",
  {
    ...identity,
    groupId: uuid("group_id")
      .notNull()
      .references(() => ruleGroups.id, { onDelete: "cascade" }),
    /** Order in the group, alerting rules counted too. */
    position: integer("position").notNull(),
    record: text("record").notNull(),
    expr: text("expr").notNull(),
    labels: jsonb("labels").$type<Record<string, string>>().notNull(),
    health: text("health", { enum: RULE_HEALTH }).notNull().default("unknown"),
    lastError: text("last_error"),
    lastEvaluatedAt: instant("last_evaluated_at"),
    evaluationMs: doublePrecision("evaluation_ms"),
    /** Series of the last result. */
    series: integer("series"),
    /** The value, when the last result was one series. */
    lastValue: doublePrecision("last_value"),
    /**
     * Label sets that may have a living sample of this rule: stored before a new one is written, so that none goes
     * without its staleness marker whenever a worker dies. JSON as text, which takes every value that a label may have.
     */
    written: json("written").$type<Record<string, string>[]>().notNull().default([]),
  },
  // A group's rules are read at each of its evaluations.
  (t) => [index("recording_rules_position_idx").on(t.groupId, t.position)],
);
export type RecordingRule = typeof recordingRules.$inferSelect;

/** Series of rules that were removed, until the worker has written their staleness markers. */
export const retiredSeries = pgTable("retired_series", {
  id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
  labels: json("labels").$type<Record<string, string>[]>().notNull(),
});
