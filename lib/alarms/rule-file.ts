import { and, eq, inArray, ne } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { type AlarmRule, alarmRules, alarms, alarmTransitions } from "@/db/schema/alarms";
import { SEVERITIES, type Severity } from "./constants";

/** An alerting rule of a rule file, as it is stored. */
export type AlarmRuleRow = Pick<
  AlarmRule,
  "name" | "expr" | "forMs" | "keepFiringForMs" | "labels" | "annotations" | "groupId" | "position"
>;

/**
 * The severity that a rule of somebody else's is shown with. Its labels stay as they are.
 *
 * @returns the label `severity` when it is one of ours, else `warning`: a name of another team's is no reason to wake
 *   nobody, nor to wake everybody. Our choice.
 */
export function severityOf(labels: Readonly<Record<string, string>>): Severity {
  return SEVERITIES.find((severity) => severity === labels["severity"]) ?? "warning";
}

/** Writes a rule of a file; one with the same name goes on, its alarms included. @returns its id. */
export async function saveAlarmRule(tx: Transaction, row: AlarmRuleRow): Promise<string> {
  const values = { ...row, severity: severityOf(row.labels) };
  const [rule] = await tx
    .insert(alarmRules)
    .values(values)
    .onConflictDoUpdate({ target: alarmRules.name, set: values })
    .returning({ id: alarmRules.id });
  if (!rule) throw new Error(`The alarm rule ${row.name} was not stored.`);
  return rule.id;
}

/** Removes rules and their alarms. That the open ones ended stays in the record of transitions. */
export async function removeAlarmRules(tx: Transaction, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  const open = await tx
    .select({ alarm: alarms, ruleName: alarmRules.name })
    .from(alarms)
    .innerJoin(alarmRules, eq(alarms.ruleId, alarmRules.id))
    .where(and(inArray(alarms.ruleId, [...ids]), ne(alarms.state, "resolved")));
  if (open.length > 0)
    await tx.insert(alarmTransitions).values(
      open.map(({ alarm: { id: alarmId, labels, state, lastValue }, ruleName }) => ({
        alarmId,
        ruleName,
        labels,
        from: state,
        to: "resolved",
        value: lastValue,
        at: now,
      })),
    );
  await tx.delete(alarmRules).where(inArray(alarmRules.id, [...ids]));
}
