import { asc, ne } from "drizzle-orm";
import { alarmRules, alarms } from "@/db/schema/alarms";
import type { Context } from "@/lib/core/context";
import { setLevel } from "@/lib/telemetry/measure";
import { EVALUATION_PERIOD_MS } from "./constants";
import { decideRule, rememberAlarm } from "./decide-tick";
import { queryRule } from "./query-rule";
import { storeTick } from "./store-tick";

/**
 * Evaluates all rules at one moment and stores the outcome. The moment is the last one of an even grid, as in Prometheus:
 * then `for: 10s` is two evaluations, whatever milliseconds a timer is late. All that must be remembered between two ticks is in the
 * database, so any worker may do the next one.
 *
 * @returns how many alarms changed their state.
 */
export async function evaluateRules(ctx: Context): Promise<number> {
  const now = Math.floor(ctx.now() / EVALUATION_PERIOD_MS) * EVALUATION_PERIOD_MS;
  const [rules, open] = await Promise.all([
    ctx.db.select().from(alarmRules).orderBy(asc(alarmRules.name)),
    ctx.db.select().from(alarms).where(ne(alarms.state, "resolved")),
  ]);
  const byRule = Map.groupBy(open, (alarm) => alarm.ruleId);
  const outcomes = await Promise.all(rules.map((rule) => queryRule(ctx, rule, now)));
  const decisions = rules.flatMap((rule, index) => {
    const outcome = outcomes[index];
    if (outcome === undefined) return [];
    return decideRule(rule, outcome, (byRule.get(rule.id) ?? []).map(rememberAlarm), now);
  });
  for (const health of ["ok", "error"] as const)
    setLevel("evenkeel_alarm_rules", decisions.filter((decision) => decision.health === health).length, {
      health,
    });
  return storeTick(ctx.db, decisions, now);
}
