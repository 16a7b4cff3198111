import { index, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { LAYERS, RESOURCE_ORIGINS, RESOURCE_STATES } from "@/lib/resources/constants";
import { instant, lifecycle } from "../columns";

/** One instance of a product. Its `id` is the value of the `resource` label of its series. */
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
    /** What was bought or configured: size, limits, replicas, backup and certificate settings. Risk checks read it. */
    spec: jsonb("spec").$type<Record<string, unknown>>().notNull().default({}),
    /** Ids of the resources that it calls. */
    dependsOn: jsonb("depends_on").$type<string[]>().notNull().default([]),
    lastSeenAt: instant("last_seen_at"),
    ...lifecycle,
  },
  (t) => [index("resources_product_idx").on(t.product)],
);
export type Resource = typeof resources.$inferSelect;
