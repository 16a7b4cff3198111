import { asc, ne } from "drizzle-orm";
import { alarmRules, alarms } from "@/db/schema/alarms";
import type { Context } from "@/lib/core/context";
import { prometheusAlert, prometheusRule } from "./prometheus-view";

const openAlarms = (ctx: Context) =>
  ctx.db.select().from(alarms).where(ne(alarms.state, "resolved")).orderBy(asc(alarms.activeAt));

/** The data of `GET /api/v1/alerts`: all pending and firing alarms. */
export async function listPrometheusAlerts(ctx: Context) {
  return { alerts: (await openAlarms(ctx)).map(prometheusAlert) };
}

/** All alarm rules by name, as `/api/v1/rules` shows them, with the rows that they are made of. */
export async function listPrometheusAlerting(ctx: Context) {
  const [rules, open] = await Promise.all([
    ctx.db.select().from(alarmRules).orderBy(asc(alarmRules.name)),
    openAlarms(ctx),
  ]);
  const byRule = Map.groupBy(open, (alarm) => alarm.ruleId);
  return rules.map((row) => ({ row, view: prometheusRule(row, byRule.get(row.id) ?? []) }));
}
