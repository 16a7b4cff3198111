import { DEFAULT_DIALECT, type Dialect } from "@/lib/promql/dialect";
import type { Node } from "yaml";
import { canonicalLabels } from "@/lib/metrics/labels";
import { INTERVAL_DEFAULT_MS, INTERVAL_MIN_MS, RULES_MAX } from "../constants";
import type { ParsedFile, ParsedGroup } from "./parsed-file";
import { readDuration } from "./read-duration";
import { readLabels } from "./read-labels";
import { readRule } from "./read-rule";
import { RuleWalk } from "./rule-walk";

const GROUP_FIELDS = ["name", "interval", "query_offset", "limit", "labels", "rules"] as const;

/**
 * Reads a Prometheus rule file: groups with `name`, `interval`, `query_offset`, `limit`, `labels` and `rules`; recording
 * and alerting rules with their fields. Strict as Prometheus is, and stricter where its own checks come too late: an
 * expression that yields no vector or scalar, two rules that would write the same series, a template that cannot be read.
 *
 * Pure. @returns the faults of the whole file, each with its line and column, ordered by place.
 * @see Prometheus `model/rulefmt/rulefmt.go`, RuleGroups.Validate
 */
export function parseRuleFile(text: string, dialect: Dialect = DEFAULT_DIALECT): ParsedFile {
  const walk = new RuleWalk(text, dialect);
  const groups = walk.faults.length > 0 ? [] : readGroups(walk);
  refuseDuplicates(walk, groups);
  const count = groups.reduce((sum, { rules }) => sum + rules.length, 0);
  if (count > RULES_MAX) walk.faultAt(0, `the file has ${count} rules; ${RULES_MAX} are allowed`);
  const faults = walk.faults.sort((a, b) => a.line - b.line || a.column - b.column);
  return { groups, faults };
}

function readGroups(walk: RuleWalk): ParsedGroup[] {
  const [groups] = walk.fields(walk.root, "a rule file", ["groups"]) ?? [];
  if (groups === undefined) {
    if (walk.faults.length === 0) walk.faultAt(0, "a rule file needs `groups:`");
    return [];
  }
  const entries = walk.entries(groups.value, "groups") ?? [];
  if (entries.length === 0) walk.fault(groups.keyNode, "the file has no group");
  return entries.flatMap((node) => readGroup(walk, node) ?? []);
}

function readGroup(walk: RuleWalk, node: Node | null): ParsedGroup | null {
  const fields = walk.fields(node, "a group", GROUP_FIELDS);
  if (fields === null) return null;
  const field = (key: (typeof GROUP_FIELDS)[number]) => fields.find((one) => one.key === key);
  const given = field("name");
  const name = given ? (walk.scalar(given.value, "the name of a group") ?? "") : "";
  if (name === "") {
    walk.fault(given?.value ?? node, "a group needs a name");
    return null;
  }
  const what = `group ${JSON.stringify(name)}`;
  const interval = field("interval");
  const intervalMs = interval ? readDuration(walk, interval.value, `${what}: interval`) : null;
  if (interval && intervalMs !== null && intervalMs !== 0 && intervalMs < INTERVAL_MIN_MS)
    walk.fault(interval.value, `${what}: interval must be at least ${INTERVAL_MIN_MS / 1_000}s`);
  const shared = readLabels(walk, field("labels")?.value ?? null, `${what}: labels`);
  const offset = field("query_offset");
  const entries = walk.entries(field("rules")?.value ?? null, `${what}: rules`) ?? [];
  return {
    name,
    line: walk.place(given?.keyNode.range?.[0] ?? 0).line,
    // 0 is "not given" in Prometheus too.
    intervalMs: intervalMs === null || intervalMs === 0 ? INTERVAL_DEFAULT_MS : intervalMs,
    queryOffsetMs: offset ? (readDuration(walk, offset.value, `${what}: query_offset`) ?? 0) : 0,
    limit: readLimit(walk, field("limit")?.value ?? null, `${what}: limit`),
    rules: entries.flatMap(
      (entry, index) => readRule(walk, entry, `${what}, rule ${index + 1}`, shared) ?? [],
    ),
  };
}

function readLimit(walk: RuleWalk, node: Node | null, what: string): number {
  if (node === null) return 0;
  const text = walk.scalar(node, what);
  const limit = Number(text);
  if (text !== null && /^\d{1,9}$/.test(text)) return limit;
  if (text !== null) walk.fault(node, `${what} must be a whole number from 0`);
  return 0;
}

function refuseDuplicates(walk: RuleWalk, groups: readonly ParsedGroup[]): void {
  const names = new Map<string, number>();
  const known = new Map<string, number>();
  const note = (seen: Map<string, number>, key: string, line: number, message: string): void => {
    const first = seen.get(key);
    if (first === undefined) seen.set(key, line);
    else walk.faults.push({ line, column: 1, message: `${message} (the first is in line ${first})` });
  };
  for (const group of groups) {
    note(
      names,
      group.name,
      group.line,
      `groupname: ${JSON.stringify(group.name)} is repeated in the same file`,
    );
    for (const rule of group.rules) {
      if (rule.kind === "record")
        note(
          known,
          recordingKey(rule.record, rule.labels),
          rule.line,
          `two rules record ${rule.record} with the same labels: they would write the same series`,
        );
      else
        note(
          known,
          `alert ${rule.alert}`,
          rule.line,
          `two alerting rules are named ${rule.alert}: Evenkeel tells alarm rules apart by their names`,
        );
    }
  }
}

/** What makes two recording rules write the same series. */
export const recordingKey = (record: string, labels: Readonly<Record<string, string>>): string =>
  `${record} ${canonicalLabels(labels)}`;
