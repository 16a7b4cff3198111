import { bigint, index, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "../columns";

/** Append-only (a trigger refuses UPDATE and DELETE). No foreign keys: rows outlive their subject. */
export const auditLog = pgTable(
  "audit_log",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    at: instant("at").notNull().defaultNow(),
    actorId: text("actor_id").notNull(),
    actorName: text("actor_name").notNull(),
    action: text("action").notNull(),
    subject: text("subject"),
    before: jsonb("before"),
    after: jsonb("after"),
    requestId: text("request_id").notNull(),
  },
  (t) => [index("audit_log_at_idx").on(t.at)],
);
