import { and, asc, eq, gte, inArray, isNull, lte, or } from "drizzle-orm";
import { alarmRules, alarms, alarmTransitions, ruleEvaluationSpans } from "@/db/schema/alarms";
import type { Injection, Run } from "@/db/schema/experiments";
import { EVALUATION_PERIOD_MS } from "@/lib/alarms/constants";
import type { Context } from "@/lib/core/context";
import { type DurationMs, type RangeMs, SECOND_MS, type UnixMs } from "@/lib/core/time";
import type { VerdictInput } from "./derive-verdict";
import { type Bounds, judgeRange } from "./judge-steady";
import { unseenWhenHopeless } from "./look-at-steady";
import { measureTarget } from "./measure-target";
import type { SteadyResult } from "./schemas";

/** An evaluation may be late by half a period, and one may be missing, before the rule counts as unwatched. */
const GAP_MS = 2.5 * EVALUATION_PERIOD_MS;
/** Fine enough to tell seconds: samples come every five, at times of their own. */
const MEASURE_STEP_MS = SECOND_MS;

type Evidence = Pick<VerdictInput, "injected" | "transitions" | "spans" | "gapMs" | "measures"> & {
  during: SteadyResult[];
};

/** What was recorded of a run between its injection and `endedAt`. */
export async function gatherEvidence(
  ctx: Context,
  run: Run,
  leases: readonly Injection[],
  endedAt: UnixMs,
): Promise<Evidence> {
  const injectedAt = run.injectedAt?.getTime();
  const wasActive = leases.some((lease) => lease.activeFrom !== null);
  if (injectedAt === undefined || !wasActive)
    return { injected: null, transitions: [], spans: new Map(), gapMs: GAP_MS, measures: [], during: [] };
  const rolledBackAt = run.rolledBackAt?.getTime() ?? endedAt;
  const [transitions, spans, measures, during] = await Promise.all([
    readTransitions(ctx, injectedAt, endedAt),
    readSpans(ctx, injectedAt - GAP_MS),
    measureTargets(ctx, run, injectedAt, endedAt),
    lookBack(ctx, run, injectedAt, rolledBackAt),
  ]);
  return { injected: { injectedAt, rolledBackAt }, transitions, spans, gapMs: GAP_MS, measures, during };
}

async function readTransitions(ctx: Context, from: UnixMs, to: UnixMs) {
  const open = ctx.db
    .select({ id: alarms.id })
    .from(alarms)
    .where(
      and(
        lte(alarms.activeAt, new Date(to)),
        or(isNull(alarms.resolvedAt), gte(alarms.resolvedAt, new Date(from))),
      ),
    );
  const rows = await ctx.db
    .select()
    .from(alarmTransitions)
    .where(and(inArray(alarmTransitions.alarmId, open), lte(alarmTransitions.at, new Date(to))))
    .orderBy(asc(alarmTransitions.id));
  return rows.map(({ alarmId, ruleName, labels, to, at }) => ({
    alarmId,
    ruleName,
    labels,
    to,
    at: at.getTime(),
  }));
}

async function readSpans(ctx: Context, from: UnixMs) {
  const rows = await ctx.db
    .select({
      name: alarmRules.name,
      fromAt: ruleEvaluationSpans.fromAt,
      toAt: ruleEvaluationSpans.toAt,
    })
    .from(ruleEvaluationSpans)
    .innerJoin(alarmRules, eq(ruleEvaluationSpans.ruleId, alarmRules.id))
    .where(gte(ruleEvaluationSpans.toAt, new Date(from)));
  const spans = rows.map(({ name, fromAt, toAt }) => ({ name, from: fromAt.getTime(), to: toAt.getTime() }));
  return Map.groupBy(spans, ({ name }) => name);
}

function measureTargets(ctx: Context, { plan }: Run, from: UnixMs, to: UnixMs) {
  return Promise.all(
    plan.targets.map(async (target) => {
      const course = await judgeCourse(ctx, target, { from, to }, MEASURE_STEP_MS);
      return measureTarget(course, from, target.withinS);
    }),
  );
}

/** How each steady state fared while the fault acted: the first moment at which it did not hold, or the last at which it did. */
function lookBack(ctx: Context, { plan }: Run, from: UnixMs, to: UnixMs): Promise<SteadyResult[]> {
  return Promise.all(
    plan.steadyState.map(async (check) => {
      const { title, titleZh, expr, unit } = check;
      const course = await judgeCourse(ctx, check, { from, to }, EVALUATION_PERIOD_MS);
      const told = course.find(({ held }) => held === false) ?? course.at(-1);
      const seen = told ?? { held: null, value: null, at: to };
      return { title, titleZh, expr, when: "during" as const, ...seen, ...(unit !== undefined && { unit }) };
    }),
  );
}

/** How a check fared in a window; nothing when its expression can never be evaluated. */
function judgeCourse(ctx: Context, check: Bounds & { expr: string }, range: RangeMs, stepMs: DurationMs) {
  return ctx.metrics.queryRange(check.expr, range, stepMs).then(
    (matrix) => judgeRange(matrix, check),
    (error: unknown) => {
      unseenWhenHopeless(error);
      return [];
    },
  );
}
