import { asc, ne } from "drizzle-orm";
import { alarmRules, alarms } from "@/db/schema/alarms";
import type { Context } from "@/lib/core/context";
import { prometheusAlert, prometheusGroups } from "./prometheus-view";

const openAlarms = (ctx: Context) =>
  ctx.db.select().from(alarms).where(ne(alarms.state, "resolved")).orderBy(asc(alarms.activeAt));

/** The data of `GET /api/v1/alerts`: all pending and firing alarms. */
export async function listPrometheusAlerts(ctx: Context) {
  return { alerts: (await openAlarms(ctx)).map(prometheusAlert) };
}

/**
 * The data of `GET /api/v1/rules`. All our rules alert, so `type=record` has none.
 *
 * @param type `alert`, `record`, or all when absent.
 */
export async function listPrometheusRules(ctx: Context, type?: "alert" | "record") {
  if (type === "record") return { groups: [] };
  const [rules, open] = await Promise.all([
    ctx.db.select().from(alarmRules).orderBy(asc(alarmRules.name)),
    openAlarms(ctx),
  ]);
  return prometheusGroups(rules, open);
}
