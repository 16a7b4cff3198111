import { z } from "zod";

/** Longest question that is read, in characters. Our choice: a long paragraph; more is not a question. */
export const QUESTION_MAX = 1_000;

export const askSchema = z.object({
  question: z.string().trim().min(1).max(QUESTION_MAX),
  conversationId: z.uuid().optional(),
  locale: z.enum(["en", "zh"]).optional(),
  /** IANA name; UTC when absent. */
  timezone: z
    .string()
    .max(64)
    .refine((zone) => isTimezone(zone), "is not a time zone that this server knows")
    .optional(),
});
export type Ask = z.infer<typeof askSchema>;

function isTimezone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false; // RangeError: no such zone.
  }
}

export const QUERY_PURPOSES = ["answer", "overall", "chart", "before", "change", "count", "peak"] as const;

/**
 * How a figure can be computed again. `stepS` 0: an instant query, `/api/v1/query?query=promql&time=to`; else
 * `/api/v1/query_range`. Times are Unix ms.
 */
export const receiptSchema = z.object({
  promql: z.string(),
  purpose: z.enum(QUERY_PURPOSES),
  from: z.number(),
  to: z.number(),
  stepS: z.number(),
  timezone: z.string(),
  unit: z.string(),
  /** Series that it answered with. */
  seriesCount: z.number(),
  /** Stored samples that lie in its window; null: they could not be counted. */
  sampleCount: z.number().nullable(),
  /** Time of the newest of them; null: there is none. */
  newestSampleAt: z.number().nullable(),
  /** What PromQL says of its answer: warnings, then infos. */
  notes: z.array(z.string()).default([]),
});
export type Receipt = z.infer<typeof receiptSchema>;

/** Where a figure came from that is no metric: one of our own endpoints, to be called again. */
export const sourceSchema = z.object({ path: z.string(), at: z.number() });
export type Source = z.infer<typeof sourceSchema>;

export const chartSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("line"),
    title: z.string(),
    unit: z.string(),
    from: z.number(),
    to: z.number(),
    /** Two points further apart are a gap. */
    maxGapMs: z.number(),
    /** Series that were left out of the picture. */
    hidden: z.number(),
    series: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        /** The same thing at the earlier time, moved onto this axis. */
        ghost: z.boolean(),
        t: z.array(z.number()),
        v: z.array(z.number()),
      }),
    ),
  }),
  z.object({
    kind: z.literal("bar"),
    title: z.string(),
    unit: z.string(),
    bars: z.array(z.object({ id: z.string(), name: z.string(), value: z.number().nullable() })),
  }),
  z.object({ kind: z.literal("stat"), title: z.string(), unit: z.string(), value: z.number().nullable() }),
]);
export type Chart = z.infer<typeof chartSchema>;

export const tableSchema = z.object({
  columns: z.array(z.object({ key: z.string(), title: z.string(), unit: z.string() })),
  rows: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.null()]))),
});
export type Table = z.infer<typeof tableSchema>;

export const REPLY_STATUSES = ["answered", "clarify", "refused"] as const;

/** Answer of `POST /api/chat`, and the last event of its stream. */
export const replySchema = z.object({
  status: z.enum(REPLY_STATUSES),
  answer: z.string(),
  /** How the question was read. Empty when it was not. */
  interpretation: z.string(),
  queries: z.array(receiptSchema),
  sources: z.array(sourceSchema),
  result: tableSchema,
  chart: chartSchema.nullable(),
  suggestions: z.array(z.string()),
  conversationId: z.string(),
  /** What read the question. */
  understoodBy: z.enum(["grammar", "model"]),
});
export type Reply = z.infer<typeof replySchema>;

/** Events of the stream, in this order; `event:` is the type, `data:` the rest. */
export const streamEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("understood"), interpretation: z.string() }),
  z.object({ type: z.literal("querying"), promql: z.string() }),
  z.object({ type: z.literal("answer"), reply: replySchema }),
  z.object({ type: z.literal("error"), detail: z.string(), retryable: z.boolean() }),
]);
export type StreamEvent = z.infer<typeof streamEventSchema>;
