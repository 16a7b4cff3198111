import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { VERSION_ORIGINS } from "@/lib/architecture/constants";
import type { Diagram } from "@/lib/architecture/schemas";
import { identity, instant, lifecycle } from "../columns";

/** A diagram of a business. What is on it is in its versions. */
export const architectures = pgTable(
  "architectures",
  {
    ...identity,
    slug: text("slug").notNull(),
    title: text("title").notNull(),
    titleZh: text("title_zh").notNull(),
    /** The business that it shows; null: none in particular. */
    app: text("app"),
    /** Number of the newest version. Who saves another must name it: two editors do not overwrite each other. */
    version: integer("version").notNull(),
    ...lifecycle,
  },
  (t) => [uniqueIndex("architectures_slug_idx").on(t.slug)],
);

/** Every state that a diagram was saved in; rows are added and never changed. */
export const architectureVersions = pgTable(
  "architecture_versions",
  {
    ...identity,
    architectureId: uuid("architecture_id")
      .notNull()
      .references(() => architectures.id, { onDelete: "cascade" }),
    version: integer("version").notNull(),
    diagram: jsonb("diagram").$type<Diagram>().notNull(),
    origin: text("origin", { enum: VERSION_ORIGINS }).notNull(),
    note: text("note").notNull().default(""),
    author: text("author").notNull(),
    at: instant("at").notNull(),
  },
  (t) => [
    uniqueIndex("architecture_versions_number_idx").on(t.architectureId, t.version),
    // "As it was then" asks for the newest one before a moment.
    index("architecture_versions_at_idx").on(t.architectureId, t.at),
  ],
);
export type ArchitectureVersion = typeof architectureVersions.$inferSelect;
