import { bigint, boolean, doublePrecision, index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import type { StoredSpan } from "../../lib/telemetry/stored-trace";
import { instant } from "../columns";

/** Traces of the product itself: a row is what one process did for one trace. Trimmed by age, rows and bytes. */
export const selfTraces = pgTable(
  "self_traces",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    traceId: text("trace_id").notNull(),
    part: text("part").notNull(),
    instance: text("instance").notNull(),
    /** Of the first span: a route, a tick, a job. */
    name: text("name").notNull(),
    /** Why it was kept: `error`, `slow` or `sample`. */
    reason: text("reason").notNull(),
    failed: boolean("failed").notNull(),
    startedAt: instant("started_at").notNull(),
    durationMs: doublePrecision("duration_ms").notNull(),
    /** Of `spans` as JSON. */
    bytes: integer("bytes").notNull(),
    droppedSpans: integer("dropped_spans").notNull(),
    spans: jsonb("spans").$type<readonly StoredSpan[]>().notNull(),
  },
  (t) => [
    // The parts of one trace, by the id that a log line or an error answer tells.
    index("self_traces_trace_idx").on(t.traceId),
    // Lists look at the last hours.
    index("self_traces_started_idx").on(t.startedAt),
  ],
);
