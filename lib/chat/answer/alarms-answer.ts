import { listAlarms, listRules } from "@/lib/alarms";
import type { AlarmView, AlarmWatch } from "@/lib/alarms/schemas";
import { watchState } from "@/lib/alarms/watch";
import type { Filter, PlanOf } from "../plan";
import type { Receipt } from "../schemas";
import type { Answer, AnswerContext } from "./answerer";
import { answerOf } from "./answerer";
import { sayMoment, sayWhen } from "./moments";
import { runExpression } from "./run-expression";
import { suggestAfter } from "./suggest";

/** Alarms named in the sentence; the table has all. */
const NAMED_MAX = 5;

function fits(alarm: AlarmView, filters: readonly Filter[]): boolean {
  return filters.every(({ label, values }) => {
    if (label === "severity") return values.includes(alarm.severity);
    if (label === "rule") return values.includes(alarm.rule);
    return values.includes(alarm.labels[label] ?? "");
  });
}

const inState = (state: PlanOf<"alarms">["state"], alarm: AlarmView) =>
  // A pending episode that never fired is no alarm that went off.
  state === "any" ? alarm.firedAt !== null : alarm.state === state;

const subjectOf = ({ labels }: AlarmView): string =>
  labels.resource ?? labels.scenario ?? labels.instance ?? "";

/** What the list of open alarms leaves unsaid, because rules are not being evaluated. */
function sayWatch(watch: AlarmWatch, answer: AnswerContext): string {
  const { say, now } = answer;
  const state = watchState(watch, now);
  if (state === "watched") return "";
  if (state === "partly") return say.alarms.partlyWatched(watch.failing);
  return say.alarms.unwatched(watch.evaluatedAt === null ? null : sayMoment(watch.evaluatedAt, answer, true));
}

/**
 * The rules behind an answer about now, as one query: those whose alarms are told, or all when nothing is. What it answers
 * with has a reason to fire; with nothing when there is none.
 */
async function rulesReceipt(found: readonly AlarmView[], answer: AnswerContext): Promise<Receipt[]> {
  const { rules } = await listRules(answer.ctx);
  const told = new Set(found.map((alarm) => alarm.rule));
  const wanted = rules.filter((rule) => told.size === 0 || told.has(rule.name));
  if (wanted.length === 0) return [];
  const promql = wanted.map((rule) => `(${rule.expr})`).join("\nor ");
  const receipt = await runExpression(answer, { promql, unit: "", at: answer.now });
  return receipt === null ? [] : [receipt];
}

/** Open alarms, or those that fired in a window. */
export async function answerAlarms(plan: PlanOf<"alarms">, answer: AnswerContext): Promise<Answer> {
  const { ctx, say } = answer;
  const { range } = plan;
  const window = range === null ? {} : { from: range.from, to: range.to };
  const { alarms, watch } = await listAlarms(ctx, window);
  const found = alarms.filter((alarm) => inState(plan.state, alarm) && fits(alarm, plan.filters));
  const when = range === null ? say.now : sayWhen(range, answer);
  const where = say.where(plan.filters.flatMap((f) => f.values));
  const query = range === null ? "" : `?from=${range.from}&to=${range.to}`;
  const first = found
    .slice(0, NAMED_MAX)
    .map((a) => `${a.rule}${subjectOf(a) === "" ? "" : ` (${subjectOf(a)})`}`);
  const { columns } = say.alarms;
  const trust = range === null ? sayWatch(watch, answer) : "";
  return answerOf({
    answer:
      found.length === 0
        ? say.alarms.none(when, where) + trust
        : say.alarms.some({
            count: found.length,
            state: say.alarms.states[plan.state],
            when,
            where,
            first,
            more: found.length - first.length,
          }) + trust,
    queries: range === null ? await rulesReceipt(found, answer) : [],
    sources: [{ path: `/api/alarms${query}`, at: answer.now }],
    result: {
      columns: (["rule", "severity", "state", "resource", "since", "resolved", "value"] as const).map(
        (key) => ({
          key,
          title: columns[key],
          unit: "",
        }),
      ),
      rows: found.map((a) => ({
        rule: a.rule,
        severity: say.word[a.severity] ?? a.severity,
        state: say.word[a.state] ?? a.state,
        resource: subjectOf(a),
        since: sayMoment(a.firedAt ?? a.activeAt, answer, true),
        resolved: a.resolvedAt === null ? null : sayMoment(a.resolvedAt, answer, true),
        value: a.lastValue,
      })),
    },
    chart: { kind: "stat", title: say.alarms.counted[plan.state], unit: "", value: found.length },
    suggestions: suggestAfter(plan, answer),
  });
}
