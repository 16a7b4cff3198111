import { bigint, pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "../columns";

/** Outbox of the event stream: a browser that lost its connection resumes from the last id it saw. Trimmed by age. */
export const liveEvents = pgTable("live_events", {
  id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
  topic: text("topic").notNull(),
  key: text("key"),
  at: instant("at").notNull().defaultNow(),
});
