import { asc, ne } from "drizzle-orm";
import { alarmRules, alarms } from "@/db/schema/alarms";
import type { Context } from "@/lib/core/context";
import type { AlarmRuleView } from "./schemas";
import { viewRule } from "./view";

/** All rules by name, with the number of their open alarms. */
export async function listRules(ctx: Context): Promise<{ rules: AlarmRuleView[] }> {
  const [rules, open] = await Promise.all([
    ctx.db.select().from(alarmRules).orderBy(asc(alarmRules.name)),
    ctx.db
      .select({ ruleId: alarms.ruleId, state: alarms.state })
      .from(alarms)
      .where(ne(alarms.state, "resolved")),
  ]);
  const byRule = Map.groupBy(open, (alarm) => alarm.ruleId);
  return { rules: rules.map((rule) => viewRule(rule, byRule.get(rule.id) ?? [])) };
}
