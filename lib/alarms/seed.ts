import { alarmRules } from "@/db/schema/alarms";
import type { Context } from "@/lib/core/context";
import { OWN_RULES } from "./own-rules";
import type { AlarmDefinition } from "@/lib/products/types";
import { COMMON_RULES, PRODUCT_RULES } from "./seed-rules";

/**
 * Writes the first rules. A rule whose name is there already is left as it is: people may have changed it.
 *
 * @param products whether metrics of the catalogue's products are expected; without, only rules for any agent and those over Evenkeel itself.
 * @returns how many were new.
 */
export async function seedAlarmRules(ctx: Context, products: boolean): Promise<number> {
  const rules = [...COMMON_RULES, ...OWN_RULES, ...(products ? PRODUCT_RULES : [])];
  const written = await ctx.db
    .insert(alarmRules)
    .values(rules.map(ruleRow))
    .onConflictDoNothing({ target: alarmRules.name })
    .returning({ id: alarmRules.id });
  return written.length;
}

function ruleRow({ name, expr, forMs, severity, ...texts }: AlarmDefinition) {
  const annotations = {
    summary: texts.summary,
    summary_zh: texts.summaryZh,
    description: texts.description,
    description_zh: texts.descriptionZh,
  };
  return { name, expr, forMs, severity, labels: { severity }, annotations };
}
