import {
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { FINDING_LEVELS } from "@/lib/risk/constants";
import type { CheckResult } from "@/lib/risk/schemas";
import { identity, instant, lifecycle } from "../columns";

/** One pass of all checks over all resources. */
export const riskScans = pgTable("risk_scans", {
  ...identity,
  /** 0 to 100, or null when no check could be decided. */
  score: doublePrecision("score"),
  checked: integer("checked").notNull(),
  failed: integer("failed").notNull(),
  /** Pairs of check and resource that could not be decided. */
  unknown: integer("unknown").notNull(),
  /** Points by check: what the score is made of. */
  breakdown: jsonb("breakdown").$type<CheckResult[]>().notNull(),
  /** Since when scans have found exactly this: a scan that finds nothing new only moves `at` on. */
  sinceAt: instant("since_at").notNull().defaultNow(),
  at: instant("at").notNull(),
});

/** What a check found on a resource; open until a scan no longer finds it. */
export const findings = pgTable(
  "findings",
  {
    ...identity,
    scanId: uuid("scan_id").notNull(),
    checkId: text("check_id").notNull(),
    resourceId: text("resource_id").notNull(),
    level: text("level", { enum: FINDING_LEVELS }).notNull(),
    /** Points that it takes from the score. */
    points: doublePrecision("points").notNull(),
    /** What was seen: value, limit, query or attribute, time. */
    evidence: jsonb("evidence").$type<Record<string, unknown>>().notNull(),
    openedAt: instant("opened_at").notNull(),
    closedAt: instant("closed_at"),
    ...lifecycle,
  },
  (t) => [
    uniqueIndex("findings_open_idx")
      .on(t.checkId, t.resourceId)
      .where(sql`${t.closedAt} is null`),
    index("findings_resource_idx").on(t.resourceId),
  ],
);
export type Finding = typeof findings.$inferSelect;
