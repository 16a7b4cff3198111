import { sql } from "drizzle-orm";
import { bigint, boolean, customType, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { MetricType } from "../../lib/metrics/store";
import { lifecycle } from "../columns";

const bytes = customType<{ data: Uint8Array }>({ dataType: () => "bytea" });
/** The transaction that wrote a row. Never wraps around. */
const transactionId = customType<{ data: string }>({ dataType: () => "xid8" });

const writtenBy = () =>
  transactionId("written_by")
    .notNull()
    .default(sql`pg_current_xact_id()`);

/** Every label set that has a sample, and some that had. Ids are given once, ever; neighbours in the alphabet that arrive together are neighbours. */
export const metricSeries = pgTable("metric_series", {
  id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
  /** First 128 bits of the SHA-256 of the canonical labels: a unique index on the text itself would be ten times as large. */
  fingerprint: uuid("fingerprint").notNull().unique(),
  /** JSON with sorted names, as text: `jsonb` refuses U+0000, which is a valid character of a label value. */
  labels: text("labels").notNull(),
});

/**
 * The durable log: a row is (a part of) one write. Rows leave it for segments when they are old enough.
 * No foreign key to series: ids are inside the payload.
 */
export const metricLog = pgTable(
  "metric_log",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    writtenBy: writtenBy(),
    fromMs: bigint("from_ms", { mode: "number" }).notNull(),
    toMs: bigint("to_ms", { mode: "number" }).notNull(),
    samples: integer("samples").notNull(),
    payload: bytes("payload").notNull(),
  },
  // Readers ask for what was written since the oldest transaction that was still open when they last asked.
  (t) => [index("metric_log_written_by_idx").on(t.writtenBy)],
);

/** Immutable compressed samples of up to 32 neighbouring series over one span of time. */
export const metricSegments = pgTable(
  "metric_segments",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    writtenBy: writtenBy(),
    /** `metric_series.id >> 5`. */
    seriesGroup: integer("series_group").notNull(),
    /** Bit `id & 31` is set for each series inside. */
    members: integer("members").notNull(),
    fromMs: bigint("from_ms", { mode: "number" }).notNull(),
    toMs: bigint("to_ms", { mode: "number" }).notNull(),
    samples: integer("samples").notNull(),
    /** True once it came out of a merge: a day whose segments are all merged is left alone. */
    merged: boolean("merged").notNull().default(false),
    payload: bytes("payload").notNull(),
  },
  (t) => [index("metric_segments_written_by_idx").on(t.writtenBy)],
);

/** One row. A reader that sees another generation than the one it knows has missed a removal and loads anew. */
export const metricState = pgTable("metric_state", {
  id: integer("id").primaryKey().default(1),
  generation: bigint("generation", { mode: "number" }).notNull().default(0),
  /** No folded log row held a sample at this time or later; log rows before it are those that came since. */
  foldedBeforeMs: bigint("folded_before_ms", { mode: "number" }).notNull().default(0),
  /** How often series left the registry. A writer that knows another number resolves its label sets anew. */
  registryEpoch: bigint("registry_epoch", { mode: "number" }).notNull().default(0),
  /** How many deletions there were. A reader that missed one which is cleaned up already loads its head anew. */
  deletions: bigint("deletions", { mode: "number" }).notNull().default(0),
});

/** Deletions whose samples are still in rows of log or segments: readers leave them out, the worker removes them. */
export const metricTombstones = pgTable("metric_tombstones", {
  id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
  /** `pg_snapshot` of the deletion: it is about rows that were committed then, never about what was written later. */
  snapshot: text("snapshot").notNull(),
  fromMs: bigint("from_ms", { mode: "number" }).notNull(),
  toMs: bigint("to_ms", { mode: "number" }).notNull(),
  /** The series: groups as in `metric_segments`, and at the same place the members of each. */
  seriesGroups: integer("series_groups").array().notNull(),
  members: integer("members").array().notNull(),
});

/** At most one row: what an administrator chose in place of the environment's limits. */
export const metricRetention = pgTable("metric_retention", {
  id: integer("id").primaryKey().default(1),
  maxAgeMs: bigint("max_age_ms", { mode: "number" }).notNull(),
  /** Null: no limit by size. */
  maxBytes: bigint("max_bytes", { mode: "number" }),
  ...lifecycle,
});

export const metricMetadata = pgTable("metric_metadata", {
  metric: text("metric").primaryKey(),
  type: text("type").$type<MetricType>().notNull(),
  help: text("help").notNull(),
  unit: text("unit").notNull(),
});
