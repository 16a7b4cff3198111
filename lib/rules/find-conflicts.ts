import { and, eq, inArray, isNull, ne, or } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { alarmRules } from "@/db/schema/alarms";
import { recordingRules, ruleFiles, ruleGroups } from "@/db/schema/rules";
import { type FileFault, type ParsedFile, recordingKey } from "./file";

/** What keeps a file from standing beside the rules that are there, those of its own former version left out. */
export async function findConflicts(
  db: Database | Transaction,
  file: string,
  { groups }: ParsedFile,
): Promise<FileFault[]> {
  const rules = groups.flatMap((group) => group.rules);
  const alerts = rules.flatMap((rule) => (rule.kind === "alert" ? [rule] : []));
  const records = rules.flatMap((rule) => (rule.kind === "record" ? [rule] : []));
  const [takenAlerts, takenRecords] = [
    await namesTaken(
      db,
      file,
      alerts.map(({ alert }) => alert),
    ),
    await seriesTaken(
      db,
      file,
      records.map(({ record }) => record),
    ),
  ];
  return rules.flatMap((rule): FileFault[] => {
    if (rule.kind === "alert") {
      const owner = takenAlerts.get(rule.alert);
      return owner === undefined
        ? []
        : [
            {
              line: rule.line,
              column: 1,
              message: `the alarm rule ${rule.alert} is there already: ${owner}`,
            },
          ];
    }
    const owner = takenRecords.get(recordingKey(rule.record, rule.labels));
    return owner === undefined
      ? []
      : [
          {
            line: rule.line,
            column: 1,
            message: `${rule.record} is recorded with the same labels by ${owner}`,
          },
        ];
  });
}

async function namesTaken(db: Database | Transaction, file: string, names: readonly string[]) {
  if (names.length === 0) return new Map<string, string>();
  const rows = await db
    .select({ name: alarmRules.name, file: ruleFiles.name })
    .from(alarmRules)
    .leftJoin(ruleGroups, eq(alarmRules.groupId, ruleGroups.id))
    .leftJoin(ruleFiles, eq(ruleGroups.fileId, ruleFiles.id))
    .where(and(inArray(alarmRules.name, [...names]), or(isNull(ruleFiles.name), ne(ruleFiles.name, file))));
  return new Map(
    rows.map((row) => [
      row.name,
      row.file === null ? "it came with the product" : `it is in the file ${row.file}`,
    ]),
  );
}

async function seriesTaken(db: Database | Transaction, file: string, names: readonly string[]) {
  if (names.length === 0) return new Map<string, string>();
  const rows = await db
    .select({
      record: recordingRules.record,
      labels: recordingRules.labels,
      file: ruleFiles.name,
      group: ruleGroups.name,
    })
    .from(recordingRules)
    .innerJoin(ruleGroups, eq(recordingRules.groupId, ruleGroups.id))
    .innerJoin(ruleFiles, eq(ruleGroups.fileId, ruleFiles.id))
    .where(and(inArray(recordingRules.record, [...names]), ne(ruleFiles.name, file)));
  return new Map(
    rows.map((row) => [
      recordingKey(row.record, row.labels),
      `the group ${row.group} of the file ${row.file}`,
    ]),
  );
}
