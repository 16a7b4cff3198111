import { z } from "zod";
import { FILTER_LABELS, questionPlanSchema, STATISTICS } from "../plan";
import type { QuestionPlan } from "../plan";
import type { ChatCatalogue } from "../understand/catalogue";
import { metricOf } from "../understand/catalogue";
import { normalise } from "../understand/normalise";
import { findTimes } from "../understand/time/parse";
import type { TimeContext } from "../understand/time/types";
import { dealTimes } from "../understand/times";

/** What a model may propose: a plan whose times are still the asker's words, so that our own grammar reads them. */
export const draftSchema = z.object({
  intent: z.enum([
    "metric",
    "alarms",
    "health",
    "events",
    "experiments",
    "inventory",
    "freshness",
    "metrics",
    "help",
    "none",
  ]),
  metrics: z.array(z.string()).max(8).default([]).describe("Exact metric names from the list."),
  shape: z.enum(["value", "rank", "threshold", "series"]).default("value"),
  statistic: z.enum(STATISTICS).default("latest"),
  order: z.enum(["desc", "asc"]).default("desc"),
  limit: z.number().int().min(1).max(50).default(5),
  groupBy: z.array(z.enum(FILTER_LABELS)).default([]),
  filters: z
    .array(z.object({ label: z.enum(FILTER_LABELS), values: z.array(z.string()).min(1) }))
    .default([])
    .describe("Label values from the lists only."),
  threshold: z
    .object({
      op: z.enum([">", ">=", "<", "<="]),
      value: z.number().describe("In the base unit; 80% is 0.8."),
    })
    .nullable()
    .default(null),
  time: z
    .string()
    .max(80)
    .nullable()
    .default(null)
    .describe("The words for the time, such as 'last 30 minutes'."),
  compareWith: z
    .string()
    .max(80)
    .nullable()
    .default(null)
    .describe("The words for the base, such as 'yesterday'."),
  why: z.boolean().default(false),
  count: z.boolean().default(false),
});
export type Draft = z.infer<typeof draftSchema>;

function isKnown({ label, values }: Draft["filters"][number], catalogue: ChatCatalogue): boolean {
  const known: readonly (string | null)[] =
    label === "scenario"
      ? catalogue.scenarios
      : label === "rule"
        ? catalogue.rules
        : label === "severity"
          ? ["critical", "warning", "info"]
          : catalogue.resources.map((r) => (label === "resource" ? r.id : r[label]));
  return values.every((value) => known.includes(value));
}

/**
 * Makes a plan out of a proposal, or null when it names anything that is not there: a model's word is never taken for a
 * metric, a label or a time.
 */
export function planOfDraft(draft: Draft, catalogue: ChatCatalogue, ctx: TimeContext): QuestionPlan | null {
  if (draft.intent === "none") return null;
  if (!draft.filters.every((filter) => isKnown(filter, catalogue))) return null;
  if (!draft.metrics.every((name) => metricOf(catalogue, name) !== null)) return null;
  const said = [draft.time, draft.compareWith && `compared with ${draft.compareWith}`]
    .filter(Boolean)
    .join(" ");
  const text = normalise(said);
  const spans = findTimes(text, ctx);
  // A time that we cannot read must not be dropped in silence.
  if (said !== "" && spans.length === 0) return null;
  const times = dealTimes(spans, ctx, draft.compareWith !== null, false);
  if (times.future || times.noEvent || (draft.compareWith !== null && times.compare === null)) return null;
  const { intent, filters, count, why } = draft;
  const candidate = {
    ...draft,
    intent,
    filters,
    count,
    why,
    range: times.range,
    compare: times.compare,
    overall: draft.groupBy.length === 0 && (draft.statistic === "sum" || draft.statistic === "avg"),
    state: times.range ? "any" : "firing",
    ask: intent === "events" ? "phase" : "last",
  };
  const parsed = questionPlanSchema.safeParse(candidate);
  return parsed.success ? parsed.data : null;
}
