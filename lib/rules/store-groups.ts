import { and, eq, inArray, notInArray } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { alarmRules } from "@/db/schema/alarms";
import { recordingRules, ruleGroups } from "@/db/schema/rules";
import { type AlarmRuleRow, removeAlarmRules, saveAlarmRule } from "@/lib/alarms";
import { type ParsedAlert, type ParsedGroup, type ParsedRecording, recordingKey } from "./file";
import { retireRules } from "./retire";

/** Makes the groups and rules of a file those that were parsed. What stays the same keeps its memory. */
export async function storeGroups(
  tx: Transaction,
  fileId: string,
  groups: readonly ParsedGroup[],
  now: Date,
): Promise<void> {
  const known = await readKnown(tx, fileId);
  const keptRecordings: string[] = [];
  const keptAlerts: string[] = [];
  for (const [position, group] of groups.entries()) {
    const groupId = await storeGroup(tx, fileId, position, group);
    for (const [index, rule] of group.rules.entries()) {
      const place = { groupId, position: index };
      if (rule.kind === "record")
        keptRecordings.push(await storeRecording(tx, known.recordings, place, rule));
      else keptAlerts.push(await saveAlarmRule(tx, alarmRow(rule, place)));
    }
  }
  await retireRules(
    tx,
    known.recordingIds.filter((id) => !keptRecordings.includes(id)),
  );
  await removeAlarmRules(
    tx,
    known.alertIds.filter((id) => !keptAlerts.includes(id)),
    now,
  );
  await tx.delete(ruleGroups).where(
    and(
      eq(ruleGroups.fileId, fileId),
      notInArray(
        ruleGroups.name,
        groups.map(({ name }) => name),
      ),
    ),
  );
}

interface Place {
  groupId: string;
  position: number;
}

async function readKnown(tx: Transaction, fileId: string) {
  const groupIds = tx.select({ id: ruleGroups.id }).from(ruleGroups).where(eq(ruleGroups.fileId, fileId));
  const recordings = await tx
    .select({ id: recordingRules.id, record: recordingRules.record, labels: recordingRules.labels })
    .from(recordingRules)
    .where(inArray(recordingRules.groupId, groupIds));
  const alerts = await tx
    .select({ id: alarmRules.id })
    .from(alarmRules)
    .where(inArray(alarmRules.groupId, groupIds));
  return {
    recordings: new Map(recordings.map(({ id, record, labels }) => [recordingKey(record, labels), id])),
    recordingIds: recordings.map(({ id }) => id),
    alertIds: alerts.map(({ id }) => id),
  };
}

async function storeGroup(
  tx: Transaction,
  fileId: string,
  position: number,
  { name, intervalMs, queryOffsetMs, limit }: ParsedGroup,
): Promise<string> {
  const row = { position, intervalMs, queryOffsetMs, limit };
  const [group] = await tx
    .insert(ruleGroups)
    .values({ fileId, name, ...row })
    .onConflictDoUpdate({ target: [ruleGroups.fileId, ruleGroups.name], set: row })
    .returning({ id: ruleGroups.id });
  if (!group) throw new Error(`The rule group ${name} was not stored.`);
  return group.id;
}

async function storeRecording(
  tx: Transaction,
  known: ReadonlyMap<string, string>,
  place: Place,
  { record, expr, labels }: ParsedRecording,
): Promise<string> {
  const id = known.get(recordingKey(record, labels));
  if (id !== undefined) {
    await tx
      .update(recordingRules)
      .set({ ...place, expr, labels })
      .where(eq(recordingRules.id, id));
    return id;
  }
  const [made] = await tx
    .insert(recordingRules)
    .values({ ...place, record, expr, labels })
    .returning({ id: recordingRules.id });
  if (!made) throw new Error(`The rule ${record} was not stored.`);
  return made.id;
}

const alarmRow = (rule: ParsedAlert, place: Place): AlarmRuleRow => ({
  ...place,
  name: rule.alert,
  expr: rule.expr,
  forMs: rule.forMs,
  keepFiringForMs: rule.keepFiringForMs,
  labels: rule.labels,
  annotations: rule.annotations,
});
