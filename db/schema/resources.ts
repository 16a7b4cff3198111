import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import {
  DIFFERENCE_KINDS,
  LAYERS,
  OBSERVED_STATES,
  RESOURCE_KEEPERS,
  RESOURCE_ORIGINS,
  RESOURCE_STATES,
} from "@/lib/resources/constants";
import { identity, instant, lifecycle } from "../columns";

/**
 * One instance of a product, as the inventory records it. Its `id` is the value of the `resource` label of its series.
 * What is seen of it in metrics is kept apart, in `observed_resources`.
 */
export const resources = pgTable(
  "resources",
  {
    id: text("id").primaryKey(),
    /** Id in the catalogue of products (`mysql`, `clb`), or the job name of a discovered one. */
    product: text("product").notNull(),
    app: text("app"),
    layer: text("layer", { enum: LAYERS }),
    zone: text("zone"),
    /** The group that it is a member of (`mysql-order` of `mysql-order-0`), or null. */
    cluster: text("cluster"),
    origin: text("origin", { enum: RESOURCE_ORIGINS }).notNull(),
    state: text("state", { enum: RESOURCE_STATES }).notNull().default("running"),
    /** Who writes this record: what a person wrote is not written over by a machine. */
    keeper: text("keeper", { enum: RESOURCE_KEEPERS }).notNull().default("machine"),
    /** What was bought or configured: size, limits, replicas, backup and certificate settings. Risk checks read it. */
    spec: jsonb("spec").$type<Record<string, unknown>>().notNull().default({}),
    /** What people sort by: team, cost centre. */
    labels: jsonb("labels").$type<Record<string, string>>().notNull().default({}),
    /** Ids of the resources that it calls. */
    dependsOn: jsonb("depends_on").$type<string[]>().notNull().default([]),
    lastSeenAt: instant("last_seen_at"),
    ...lifecycle,
  },
  (t) => [index("resources_product_idx").on(t.product)],
);
export type Resource = typeof resources.$inferSelect;

/** What the series of a resource tell of it. Only discovery writes here, and nothing that people declare. */
export const observedResources = pgTable("observed_resources", {
  /** Value of the label `resource`, or `<job>@<instance>`. No foreign key: it may be seen before it is declared. */
  id: text("id").primaryKey(),
  /** Value of the label `product`, or the job. */
  product: text("product").notNull(),
  /** Of a resource that is known by its job and instance. */
  job: text("job"),
  instance: text("instance"),
  /** All values that its series have for the labels which tell something of the resource. */
  attributes: jsonb("attributes").$type<Record<string, string[]>>().notNull(),
  state: text("state", { enum: OBSERVED_STATES }).notNull(),
  firstSeenAt: instant("first_seen_at").notNull(),
  /** Time of its newest sample, at most a few minutes behind while it is `seen`. */
  lastSeenAt: instant("last_seen_at").notNull(),
});
export type ObservedResource = typeof observedResources.$inferSelect;

/** One row: the newest pass of discovery. */
export const discoveryPasses = pgTable("discovery_passes", {
  id: integer("id").primaryKey().default(1),
  at: instant("at").notNull(),
  durationMs: integer("duration_ms").notNull(),
  /** Resources that it saw. */
  resources: integer("resources").notNull(),
  /** Parts of the store that it could not read, and why: what they hold is not judged. */
  failures: jsonb("failures").$type<{ part: string; reason: string }[]>().notNull(),
});

/** Append-only (a trigger refuses UPDATE, DELETE and TRUNCATE): what was done to a record, by whom and why. */
export const resourceHistory = pgTable(
  "resource_history",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    /** No foreign key: history outlives its subject. */
    resourceId: text("resource_id").notNull(),
    at: instant("at").notNull(),
    actorId: text("actor_id").notNull(),
    actorName: text("actor_name").notNull(),
    action: text("action").notNull(),
    from: text("from_state", { enum: RESOURCE_STATES }),
    to: text("to_state", { enum: RESOURCE_STATES }),
    reason: text("reason"),
    /** Attributes that changed: value before and after. */
    changes: jsonb("changes").$type<Record<string, { before: unknown; after: unknown }>>().notNull(),
  },
  (t) => [index("resource_history_resource_idx").on(t.resourceId, t.id)],
);

/** A difference that somebody answers for until a day: it is no longer listed as open, and still counts as one. */
export const ignoredDifferences = pgTable(
  "ignored_differences",
  {
    resourceId: text("resource_id").notNull(),
    kind: text("kind", { enum: DIFFERENCE_KINDS }).notNull(),
    /** Of a drifted attribute; else empty. */
    attribute: text("attribute").notNull().default(""),
    /** What was seen then: another value is another difference. */
    observed: text("observed").notNull(),
    reason: text("reason").notNull(),
    expiresAt: instant("expires_at").notNull(),
    actorName: text("actor_name").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.resourceId, t.kind, t.attribute] })],
);
export type IgnoredDifference = typeof ignoredDifferences.$inferSelect;

/** Filters, columns and order of the inventory under a name. */
export const resourceViews = pgTable(
  "resource_views",
  {
    ...identity,
    name: text("name").notNull(),
    /** The query of the address, without `?`. */
    query: text("query").notNull(),
    shared: boolean("shared").notNull(),
    ownerId: text("owner_id").notNull(),
    ownerName: text("owner_name").notNull(),
    ...lifecycle,
  },
  (t) => [
    uniqueIndex("resource_views_own_name_idx")
      .on(t.ownerId, t.name)
      .where(sql`not ${t.shared}`),
    uniqueIndex("resource_views_shared_name_idx")
      .on(t.name)
      .where(sql`${t.shared}`),
  ],
);
export type ResourceView = typeof resourceViews.$inferSelect;

/** One row. Triggers count each statement that writes to the inventory: who holds a copy sees whether it is still true. */
export const inventoryRevision = pgTable("inventory_revision", {
  id: integer("id").primaryKey().default(1),
  revision: bigint("revision", { mode: "number" }).notNull().default(0),
});
