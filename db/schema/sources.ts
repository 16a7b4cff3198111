import {
  bigint,
  customType,
  doublePrecision,
  index,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import type { IngestProtocol, SenderKind } from "../../lib/sources/constants";
import { identity, instant } from "../columns";

const bytes = customType<{ data: Uint8Array }>({ dataType: () => "bytea" });
const count = (name: string) => bigint(name, { mode: "number" }).notNull().default(0);

/** Who sends metrics: one row a sender and protocol. Counts are since it was first seen. */
export const ingestSources = pgTable(
  "ingest_sources",
  {
    ...identity,
    senderKind: text("sender_kind").$type<SenderKind>().notNull(),
    /** Of the token, the user, or the part of the product. No foreign key: the row outlives a token. */
    senderId: text("sender_id").notNull(),
    protocol: text("protocol").$type<IngestProtocol>().notNull(),
    senderName: text("sender_name").notNull(),
    /** `User-Agent` of the last request. */
    agent: text("agent"),
    firstSeenAt: instant("first_seen_at").notNull(),
    lastSeenAt: instant("last_seen_at").notNull(),
    /** Null: no sample of it was ever taken. */
    lastAcceptedAt: instant("last_accepted_at"),
    requests: count("requests"),
    samples: count("samples"),
    bytes: count("bytes"),
    rejectedSamples: count("rejected_samples"),
    refusedRequests: count("refused_requests"),
    throttledRequests: count("throttled_requests"),
  },
  (t) => [unique("ingest_sources_sender").on(t.senderKind, t.senderId, t.protocol)],
);

const sourceId = () =>
  uuid("source_id")
    .notNull()
    .references(() => ingestSources.id, { onDelete: "cascade" });

/** What came in each ten seconds. Trimmed after little more than an hour: the metrics hold the history. */
export const ingestRates = pgTable(
  "ingest_rates",
  {
    sourceId: sourceId(),
    at: instant("at").notNull(),
    requests: count("requests"),
    samples: count("samples"),
    rejectedSamples: count("rejected_samples"),
    refusedRequests: count("refused_requests"),
    throttledRequests: count("throttled_requests"),
  },
  // The second index is for the list, which reads the last hour of all sources, and for trimming.
  (t) => [primaryKey({ columns: [t.sourceId, t.at] }), index("ingest_rates_at_idx").on(t.at)],
);

/** What was refused in each minute, by reason, with the last example. */
export const ingestRejections = pgTable(
  "ingest_rejections",
  {
    sourceId: sourceId(),
    code: text("code").notNull(),
    at: instant("at").notNull(),
    samples: count("samples"),
    /** Refused as a whole: their samples could not be counted. */
    requests: count("requests"),
    example: text("example").notNull(),
    exampleAt: instant("example_at").notNull(),
    /** Unix ms that its sample carries. A sender may claim any: more than a timestamp of PostgreSQL holds. */
    sampleAt: doublePrecision("sample_at"),
  },
  (t) => [primaryKey({ columns: [t.sourceId, t.code, t.at] })],
);

/** Jobs and instances that a source sends for. Empty text: the label is absent. */
export const ingestTargets = pgTable(
  "ingest_targets",
  {
    sourceId: sourceId(),
    job: text("job").notNull(),
    instance: text("instance").notNull(),
    lastSeenAt: instant("last_seen_at").notNull(),
    samples: count("samples"),
  },
  (t) => [primaryKey({ columns: [t.sourceId, t.job, t.instance] })],
);

/** What a process has seen of a source's series within a window, to count them: see `lib/metrics/ingest/series-sketch.ts`. */
export const ingestSketches = pgTable(
  "ingest_sketches",
  {
    sourceId: sourceId(),
    windowAt: instant("window_at").notNull(),
    process: uuid("process").notNull(),
    registers: bytes("registers").notNull(),
  },
  (t) => [primaryKey({ columns: [t.sourceId, t.windowAt, t.process] })],
);
