import { z } from "zod";

/** What is done with the samples of one series inside the range. `latest`: the newest value. */
export const STATISTICS = ["latest", "avg", "max", "min", "sum", "p50", "p90", "p95", "p99"] as const;
export type Statistic = (typeof STATISTICS)[number];

/** Labels that a question may narrow or group by. */
export const FILTER_LABELS = [
  "product",
  "resource",
  "zone",
  "app",
  "scenario",
  "cluster",
  "layer",
  "severity",
  "rule",
] as const;
export type FilterLabel = (typeof FILTER_LABELS)[number];

export const TIME_NOTES = [
  /** The named hours lie ahead today, so the latest such hours were taken. */
  "moved_to_past",
  /** The end lies ahead, so it was cut at the present. */
  "cut_at_now",
  /** The question named no range. */
  "assumed",
] as const;

/** Unix ms, both ends in. `text` is how the asker said it, so that a follow-up can read it again at its own time. */
export const timeRangeSchema = z.object({
  from: z.number(),
  to: z.number(),
  text: z.string(),
  /** One moment was named (`at 9:00`): `from` equals `to`. */
  instant: z.boolean().default(false),
  /** The asker wants the moment of the highest business load inside the range. */
  peak: z.boolean().default(false),
  notes: z.array(z.enum(TIME_NOTES)).default([]),
});
export type TimeRange = z.infer<typeof timeRangeSchema>;

export const filterSchema = z.object({ label: z.enum(FILTER_LABELS), values: z.array(z.string()).min(1) });
export type Filter = z.infer<typeof filterSchema>;

/** The same question `shiftMs` earlier; `event` names the earlier event when both are aligned on T0. */
export const compareSchema = z.object({
  shiftMs: z.number().positive(),
  text: z.string(),
  event: z.string().optional(),
});

/** `value` is in the base unit of the metric. */
export const thresholdSchema = z.object({ op: z.enum([">", ">=", "<", "<="]), value: z.number() });

/** Metrics of one question: room for one of each product, as in "which resources use the most CPU?". */
export const METRICS_MAX = 40;

const metricPlan = z.object({
  intent: z.literal("metric"),
  /** Prometheus names, in the order asked. */
  metrics: z.array(z.string()).min(1).max(METRICS_MAX),
  shape: z.enum(["value", "rank", "threshold", "series"]),
  statistic: z.enum(STATISTICS),
  order: z.enum(["desc", "asc"]).default("desc"),
  limit: z.number().int().min(1).max(50).default(5),
  /** Empty: each series by itself. */
  groupBy: z.array(z.enum(FILTER_LABELS)).default([]),
  /** One figure over all series. */
  overall: z.boolean().default(false),
  /** The asker wants to know how many, not which. */
  count: z.boolean().default(false),
  threshold: thresholdSchema.nullable().default(null),
  filters: z.array(filterSchema).default([]),
  range: timeRangeSchema.nullable().default(null),
  compare: compareSchema.nullable().default(null),
  chart: z.enum(["auto", "line", "bar", "table"]).default("auto"),
});
export type MetricPlan = z.infer<typeof metricPlan>;

const filters = z.array(filterSchema).default([]);
const range = timeRangeSchema.nullable().default(null);

/** What a question means: typed, over the catalogue, free of PromQL. The grammar makes it, or a model proposes it. */
export const questionPlanSchema = z.discriminatedUnion("intent", [
  metricPlan,
  z.object({
    intent: z.literal("alarms"),
    state: z.enum(["firing", "pending", "any"]),
    count: z.boolean().default(false),
    filters,
    range,
  }),
  z.object({ intent: z.literal("health"), why: z.boolean() }),
  z.object({
    intent: z.literal("events"),
    ask: z.enum(["phase", "countdown", "list"]),
    event: z.string().nullable().default(null),
  }),
  z.object({
    intent: z.literal("experiments"),
    ask: z.enum(["last", "running", "list"]),
    experiment: z.string().nullable().default(null),
  }),
  z.object({
    intent: z.literal("inventory"),
    count: z.boolean(),
    groupBy: z.array(z.enum(FILTER_LABELS)).default([]),
    filters,
  }),
  z.object({ intent: z.literal("freshness"), filters }),
  z.object({ intent: z.literal("metrics"), filters }),
  z.object({ intent: z.literal("help") }),
]);
export type QuestionPlan = z.infer<typeof questionPlanSchema>;
export type PlanOf<I extends QuestionPlan["intent"]> = Extract<QuestionPlan, { intent: I }>;

export const CLARIFY_REASONS = [
  "unknown_metric",
  "unknown_word",
  "metric_missing_on_product",
  "which_metric",
  "which_product",
  "which_time",
  "no_event",
  "no_previous",
  "unclear",
] as const;
export const REFUSE_REASONS = [
  "write_action",
  "injection",
  "out_of_scope",
  "future",
  "forecast",
  "root_cause",
] as const;

/** What came out of reading a question: a plan, a question back, or a polite no. */
export type Understanding =
  | { kind: "plan"; plan: QuestionPlan; corrections: Correction[]; ignored: string[]; followUp: boolean }
  | { kind: "clarify"; reason: (typeof CLARIFY_REASONS)[number]; subject: string; choices: Choice[] }
  | { kind: "refuse"; reason: (typeof REFUSE_REASONS)[number]; subject: string };

/** A word that was not known and was read as another. */
export interface Correction {
  from: string;
  to: string;
}
/** A full question to ask instead, in both languages. */
export interface Choice {
  en: string;
  zh: string;
}
