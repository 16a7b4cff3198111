import { asc, eq, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { recordingRules, ruleGroups, type RecordingRule, type RuleGroup } from "@/db/schema/rules";
import type { Context } from "@/lib/core/context";
import { SECOND_MS, type UnixMs } from "@/lib/core/time";
import type { MetricStore } from "@/lib/metrics/store";
import type { DueEvaluation } from "./due";
import { labelSets, type LabelSets, planWrite, sameLabelSets, type WritePlan } from "./plan-write";

/** A rule may take as long as its group's interval, and this at least: what alarm rules have. */
const TIMEOUT_MIN_MS = 5 * SECOND_MS;

/** What each rule of a group has living samples of, kept between evaluations; what is not here is read from the database. */
export type Memory = Map<string, LabelSets>;

type EvaluatedRule = Pick<RecordingRule, "id" | "record" | "expr" | "labels">;

interface RuleOutcome {
  rule: EvaluatedRule;
  elapsedMs: number;
  error: string | null;
  /** Null: the evaluation failed. */
  plan: WritePlan | null;
}

/**
 * Evaluates the recording rules of a group at one moment of its grid, one after the other: each sees what those before it
 * wrote. A rule that fails writes nothing, and the next one goes on.
 *
 * Evaluated again after a crash, the same moment gives the same samples, which change nothing.
 */
export async function evaluateGroup(
  ctx: Pick<Context, "db" | "metrics">,
  group: RuleGroup,
  due: DueEvaluation,
  memory: Memory,
  signal?: AbortSignal,
): Promise<void> {
  const { id, record, expr, labels } = recordingRules;
  const rules = await ctx.db
    .select({ id, record, expr, labels })
    .from(recordingRules)
    .where(eq(recordingRules.groupId, group.id))
    .orderBy(asc(recordingRules.position));
  const gone = [...memory.keys()].filter((known) => !rules.some((rule) => rule.id === known));
  for (const known of gone) memory.delete(known);
  const outcomes: RuleOutcome[] = [];
  for (const rule of rules) {
    if (signal?.aborted) return;
    // oxlint-disable-next-line no-await-in-loop -- in order: a rule reads what the one before it wrote
    outcomes.push(await evaluateRule(ctx, rule, group, due.at, memory, signal));
  }
  await storeOutcomes(ctx.db, group, due, outcomes);
}

async function evaluateRule(
  { db, metrics }: Pick<Context, "db" | "metrics">,
  rule: EvaluatedRule,
  { limit, intervalMs, queryOffsetMs }: RuleGroup,
  at: UnixMs,
  memory: Memory,
  signal: AbortSignal | undefined,
): Promise<RuleOutcome> {
  const began = performance.now();
  const outcome = (error: string | null, plan: WritePlan | null): RuleOutcome => ({
    rule,
    error,
    plan,
    elapsedMs: performance.now() - began,
  });
  // With an offset the samples carry the time that was asked about, as in Prometheus 3.
  const t = at - queryOffsetMs;
  let plan: WritePlan;
  try {
    const timeoutMs = Math.max(TIMEOUT_MIN_MS, intervalMs);
    const value = await metrics.query(rule.expr, t, { timeoutMs, ...(signal && { signal }) });
    const before = await readLiving(db, rule.id, memory);
    plan = planWrite(rule, value, before, t, limit);
    // The rule was removed or moved on meanwhile: its series are somebody else's to end.
    if (!(await rememberLiving(db, rule.id, memory, plan.during))) return outcome(null, null);
    const refused = await write(metrics, plan);
    await rememberLiving(db, rule.id, memory, plan.living);
    return outcome(refused, plan);
  } catch (error) {
    return outcome(error instanceof Error ? error.message : String(error), null);
  }
}

/** @returns why samples were refused, or null. */
async function write(metrics: MetricStore, { series }: WritePlan): Promise<string | null> {
  if (series.length === 0) return null;
  const { rejected } = await metrics.write({ series });
  const [first] = rejected;
  return first ? `${rejected.length} of ${series.length} series were refused: ${first.reason}` : null;
}

async function readLiving(db: Database, id: string, memory: Memory): Promise<LabelSets> {
  const known = memory.get(id);
  if (known) return known;
  const [row] = await db
    .select({ written: recordingRules.written })
    .from(recordingRules)
    .where(eq(recordingRules.id, id));
  const living = labelSets(row?.written ?? []);
  memory.set(id, living);
  return living;
}

/** Stores what lives, where it changed. @returns false when the rule is gone. */
async function rememberLiving(db: Database, id: string, memory: Memory, living: LabelSets): Promise<boolean> {
  const known = memory.get(id);
  if (known && sameLabelSets(known, living)) return true;
  const stored = await db
    .update(recordingRules)
    .set({ written: [...living.values()] })
    .where(eq(recordingRules.id, id))
    .returning({ id: recordingRules.id });
  if (stored.length === 0) memory.delete(id);
  else memory.set(id, living);
  return stored.length > 0;
}

async function storeOutcomes(
  db: Database,
  group: RuleGroup,
  { at, missed }: DueEvaluation,
  outcomes: readonly RuleOutcome[],
): Promise<void> {
  const evaluationMs = outcomes.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0);
  await db.transaction(async (tx) => {
    for (const { rule, elapsedMs, error, plan } of outcomes) {
      // oxlint-disable-next-line no-await-in-loop -- one transaction, one connection
      await tx
        .update(recordingRules)
        .set({
          health: error === null ? "ok" : "error",
          lastError: error,
          lastEvaluatedAt: new Date(at),
          evaluationMs: elapsedMs,
          // A failed evaluation says nothing of how many there are.
          series: plan ? plan.living.size : null,
          lastValue: plan?.living.size === 1 ? (plan.series[0]?.v[0] ?? null) : null,
        })
        .where(eq(recordingRules.id, rule.id));
    }
    await tx
      .update(ruleGroups)
      .set({ lastEvaluatedAt: new Date(at), evaluationMs, missed: sql`${ruleGroups.missed} + ${missed}` })
      .where(eq(ruleGroups.id, group.id));
  });
}
