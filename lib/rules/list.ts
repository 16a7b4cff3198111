import { asc, eq, getTableColumns } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { alarmRules } from "@/db/schema/alarms";
import { recordingRules, ruleFiles, ruleGroups, type RuleGroup } from "@/db/schema/rules";
import type { Context } from "@/lib/core/context";
import { formatGoFloat } from "@/lib/promql/go-float";
import type { RecordingRuleView, RuleFileList, RuleFileView, RuleGroupView } from "./schemas";

const ms = (date: Date | null): number | null => date?.getTime() ?? null;

/** What a list shows of a rule: all but the label sets that it remembers, which may be thousands. */
const { written: _, ...LISTED } = getTableColumns(recordingRules);
export type ListedRecording = Omit<typeof recordingRules.$inferSelect, "written">;

/** All rule files by name, with their groups and rules and how these fare. */
export async function listRuleFiles(ctx: Context): Promise<RuleFileList> {
  return { files: await readRuleFiles(ctx.db) };
}

export const listRecordings = (db: Database | Transaction): Promise<ListedRecording[]> =>
  db.select(LISTED).from(recordingRules).orderBy(asc(recordingRules.position));

/** One file, or all. */
export async function readRuleFiles(db: Database | Transaction, name?: string): Promise<RuleFileView[]> {
  const files = await db
    .select({
      id: ruleFiles.id,
      name: ruleFiles.name,
      updatedBy: ruleFiles.updatedBy,
      updatedAt: ruleFiles.updatedAt,
    })
    .from(ruleFiles)
    .where(name === undefined ? undefined : eq(ruleFiles.name, name))
    .orderBy(asc(ruleFiles.name));
  const groups = await db.select().from(ruleGroups).orderBy(asc(ruleGroups.position));
  const records = await listRecordings(db);
  const alerts = await db
    .select({
      name: alarmRules.name,
      expr: alarmRules.expr,
      groupId: alarmRules.groupId,
      position: alarmRules.position,
    })
    .from(alarmRules);
  const ofFile = Map.groupBy(groups, (group) => group.fileId);
  const recordsOf = Map.groupBy(records, (rule) => rule.groupId);
  const alertsOf = Map.groupBy(alerts, (rule) => rule.groupId);
  return files.map(({ id, updatedAt, ...file }) => ({
    ...file,
    updatedAt: updatedAt.getTime(),
    groups: (ofFile.get(id) ?? []).map((group) =>
      viewGroup(group, [
        ...(recordsOf.get(group.id) ?? []).map((rule) => ({
          position: rule.position,
          view: viewRecording(rule),
        })),
        ...(alertsOf.get(group.id) ?? []).map(({ name, expr, position }) => ({
          position: position ?? 0,
          view: { kind: "alert" as const, alert: name, expr },
        })),
      ]),
    ),
  }));
}

function viewGroup(
  { name, intervalMs, queryOffsetMs, limit, lastEvaluatedAt, evaluationMs, missed }: RuleGroup,
  rules: readonly { position: number; view: RuleGroupView["rules"][number] }[],
): RuleGroupView {
  return {
    name,
    intervalMs,
    queryOffsetMs,
    limit,
    evaluationMs,
    missed,
    lastEvaluatedAt: ms(lastEvaluatedAt),
    rules: rules.toSorted((a, b) => a.position - b.position).map(({ view }) => view),
  };
}

function viewRecording(rule: ListedRecording): RecordingRuleView {
  const { record, expr, labels, health, lastError, evaluationMs, series, lastValue } = rule;
  return {
    kind: "record",
    record,
    expr,
    labels,
    health,
    lastError,
    evaluationMs,
    series,
    lastEvaluatedAt: ms(rule.lastEvaluatedAt),
    lastValue: lastValue === null ? null : formatGoFloat(lastValue),
  };
}
