import { doublePrecision, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { EVENT_PHASES } from "@/lib/events/constants";
import { identity, instant, lifecycle } from "../columns";

/** An infrastructure event, such as a promotion day. */
export const events = pgTable("events", {
  ...identity,
  slug: text("slug").notNull().unique(),
  title: text("title").notNull(),
  titleZh: text("title_zh").notNull(),
  app: text("app").notNull(),
  /** Start of each phase: pre runs [preAt, t0), during [t0, endAt), post [endAt, postEndAt). */
  preAt: instant("pre_at").notNull(),
  t0: instant("t0").notNull(),
  endAt: instant("end_at").notNull(),
  postEndAt: instant("post_end_at").notNull(),
  phase: text("phase", { enum: EVENT_PHASES }).notNull().default("planned"),
  /** Peak traffic as a multiple of an ordinary day's peak; what people expect, and what the simulator plays. */
  expectedPeakRatio: doublePrecision("expected_peak_ratio").notNull(),
  notes: jsonb("notes").$type<Record<string, unknown>>().notNull().default({}),
  ...lifecycle,
});
export type Event = typeof events.$inferSelect;
