import { pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "../columns";

/** When each part of the worker was last seen alive; `worker` is the process itself. */
export const heartbeats = pgTable("heartbeats", {
  service: text("service").primaryKey(),
  at: instant("at").notNull(),
  /** Why the last attempt ended, while it is waiting for the next one. */
  error: text("error"),
});
