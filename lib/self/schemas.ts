import { z } from "zod";

/** A part of the product as it was last seen. Null: it does not tell, or the store does not answer. */
const selfPartSchema = z.object({
  part: z.string(),
  instance: z.string(),
  /** Unix ms of its newest own sample. */
  seenAt: z.number(),
  startedAt: z.number().nullable(),
  restarts: z.number().nullable(),
  memoryBytes: z.number().nullable(),
  /** 1 is one core. */
  cpuRatio: z.number().nullable(),
  loopLagS: z.number().nullable(),
  loopUsedRatio: z.number().nullable(),
});
export type SelfPart = z.infer<typeof selfPartSchema>;

/** `GET /api/self`. */
export const selfViewSchema = z.object({
  /** Null: the metric store does not answer. */
  parts: z.array(selfPartSchema).nullable(),
  /** What the worker runs, by its heartbeats. */
  services: z.array(z.object({ name: z.string(), at: z.number(), error: z.string().nullable() })),
  traces: z.object({ count: z.number(), bytes: z.number(), oldestAt: z.number().nullable() }),
});
export type SelfView = z.infer<typeof selfViewSchema>;

export const TRACE_KINDS = ["slow", "error", "all"] as const;

/**
 * `GET /api/self/traces?kind&q`: `slow` is the slowest first, the others the newest first. `q` is a trace id or a part of
 * a name.
 */
export const traceQuerySchema = z.object({
  kind: z.enum(TRACE_KINDS).default("slow"),
  q: z.string().trim().max(200).optional(),
});
export type TraceQuery = z.input<typeof traceQuerySchema>;

const traceHeadSchema = z.object({
  part: z.string(),
  instance: z.string(),
  name: z.string(),
  reason: z.string(),
  failed: z.boolean(),
  startedAt: z.number(),
  durationMs: z.number(),
});

const traceSummarySchema = traceHeadSchema.extend({ id: z.number(), traceId: z.string() });
export type TraceSummary = z.infer<typeof traceSummarySchema>;
export const traceListSchema = z.object({ traces: z.array(traceSummarySchema) });
export type TraceList = z.infer<typeof traceListSchema>;

export const traceIdSchema = z.object({
  id: z.string().regex(/^[0-9a-f]{32}$/, "must be 32 hexadecimal digits"),
});

const storedSpanSchema = z.object({
  id: z.string(),
  parentId: z.string().nullable(),
  name: z.string(),
  startMs: z.number(),
  durationMs: z.number(),
  error: z.string().nullable(),
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

/** `GET /api/self/traces/:id`: what every part did for it, in order of time. */
export const traceViewSchema = z.object({
  traceId: z.string(),
  parts: z.array(traceHeadSchema.extend({ droppedSpans: z.number(), spans: z.array(storedSpanSchema) })),
});
export type TraceView = z.infer<typeof traceViewSchema>;
