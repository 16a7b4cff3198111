import type { Node } from "yaml";
import { checkTemplate } from "@/lib/alarms";
import { InvalidError } from "@/lib/core/errors";
import { isMetricName } from "@/lib/promql/dialect";
import { parseExpr } from "@/lib/promql/parse";
import { typeOf } from "@/lib/promql/parser/check";
import { printExpr } from "@/lib/promql/print";
import { readDuration } from "./read-duration";
import type { ParsedAlert, ParsedRecording } from "./parsed-file";
import { readLabels } from "./read-labels";
import type { Field } from "@/lib/core/yaml-walk";
import type { RuleWalk } from "./rule-walk";

const RULE_FIELDS = ["record", "alert", "expr", "for", "keep_firing_for", "labels", "annotations"] as const;
type RuleField = (typeof RULE_FIELDS)[number];

/** @param shared labels of the group; the rule's own win. */
export function readRule(
  walk: RuleWalk,
  node: Node | null,
  place: string,
  shared: Readonly<Record<string, string>>,
): ParsedRecording | ParsedAlert | null {
  const fields = walk.fields(node, place, RULE_FIELDS);
  if (fields === null) return null;
  const before = walk.faults.length;
  const field = (key: RuleField): Field | undefined => fields.find((one) => one.key === key);
  const [record, alert] = [field("record"), field("alert")];
  if (record && alert) walk.fault(alert.keyNode, `${place}: only one of 'record' and 'alert' must be set`);
  const named = record ?? alert;
  const name = named ? (walk.scalar(named.value, `${place}: ${named.key}`) ?? "") : "";
  if (!named || name === "") {
    walk.fault(named?.keyNode ?? node, `${place}: one of 'record' or 'alert' must be set`);
    return null;
  }
  const what = `${place} (${name})`;
  const expr = readExpr(walk, field("expr"), named, what);
  const labels = { ...shared, ...readLabels(walk, field("labels")?.value ?? null, `${what}: labels`) };
  const line = walk.place(named.keyNode.range?.[0] ?? 0).line;
  if (record) {
    if (!isMetricName(name, walk.dialect))
      walk.fault(record.value, `${what}: invalid recording rule name: ${name}`);
    for (const key of ["for", "keep_firing_for", "annotations"] as const) {
      const alien = field(key);
      if (alien) walk.fault(alien.keyNode, `${what}: invalid field '${key}' in recording rule`);
    }
    return walk.faults.length > before || expr === null
      ? null
      : { kind: "record", record: name, line, expr, labels };
  }
  const duration = (key: "for" | "keep_firing_for") => {
    const given = field(key);
    return given ? (readDuration(walk, given.value, `${what}: ${key}`) ?? 0) : 0;
  };
  const rule: Omit<ParsedAlert, "expr"> = {
    kind: "alert",
    alert: name,
    line,
    labels,
    forMs: duration("for"),
    keepFiringForMs: duration("keep_firing_for"),
    annotations: readLabels(walk, field("annotations")?.value ?? null, `${what}: annotations`),
  };
  for (const key of ["labels", "annotations"] as const)
    refuseTemplates(walk, field(key) ?? named, rule[key], `${what}: ${key}`);
  return walk.faults.length > before || expr === null ? null : { ...rule, expr };
}

function readExpr(walk: RuleWalk, field: Field | undefined, named: Field, what: string): string | null {
  const text = field ? walk.scalar(field.value, `${what}: expr`) : "";
  if (text === null) return null;
  if (!field?.value || text.trim() === "") {
    walk.fault(field?.keyNode ?? named.keyNode, `${what}: field 'expr' must be set in rule`);
    return null;
  }
  try {
    const parsed = parseExpr(text, walk.dialect);
    const type = typeOf(parsed);
    if (type === "vector" || type === "scalar") return printExpr(parsed);
    const called = type === "matrix" ? "range vector" : type;
    walk.fault(field.value, `${what}: a rule needs a vector or a scalar; this expression yields a ${called}`);
  } catch (error) {
    if (!(error instanceof InvalidError)) throw error;
    const [line = 1, column = 1] = (error.place ?? "1:1").split(":").map(Number);
    const message = error.message.replace(/^\d+:\d+: /, "");
    walk.faultAt(
      walk.offsetIn(field.value, text, line, column),
      `${what}: could not parse expression: ${message}`,
    );
  }
  return null;
}

/** A template that cannot be filled would reach people as the text of an error, on the worst night of the year. */
function refuseTemplates(
  walk: RuleWalk,
  field: Field,
  texts: Readonly<Record<string, string>>,
  what: string,
): void {
  for (const [name, text] of Object.entries(texts)) {
    const fault = checkTemplate(text);
    if (fault === null) continue;
    const entry = walk.fields(field.value, what)?.find(({ key }) => key === name);
    walk.fault(entry?.value ?? field.keyNode, `${what}: ${name}: ${fault}`);
  }
}
