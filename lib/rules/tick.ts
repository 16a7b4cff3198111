import { sql } from "drizzle-orm";
import { ruleGroups, type RuleGroup } from "@/db/schema/rules";
import type { Context } from "@/lib/core/context";
import { dueEvaluation } from "./due";
import { evaluateGroup, type Memory } from "./evaluate-group";
import { markRetired } from "./retire";

/** Groups that are evaluated at once: their queries must not crowd out those of people. Our choice. */
const GROUPS_AT_ONCE = 4;

export interface Evaluator {
  /** By group. */
  memories: Map<string, Memory>;
  /** Groups that are being evaluated, by id. */
  busy: Map<string, Promise<void>>;
  onError: (error: unknown) => void;
}

export const newEvaluator = (onError: Evaluator["onError"]): Evaluator => ({
  memories: new Map(),
  busy: new Map(),
  onError,
});

/**
 * Begins the evaluation of every group that is due and not being evaluated, the longest overdue first; the slow ones do
 * not hold up the others. Await `busy` to see them end.
 */
export async function startDueGroups(
  ctx: Context,
  evaluator: Evaluator,
  signal?: AbortSignal,
): Promise<void> {
  await markRetired(ctx);
  const groups = await ctx.db
    .select()
    .from(ruleGroups)
    .orderBy(sql`${ruleGroups.lastEvaluatedAt} nulls first`);
  forgetGone(evaluator, groups);
  for (const group of groups) {
    const due = dueEvaluation(group, ctx.now());
    if (due === null || evaluator.busy.has(group.id) || evaluator.busy.size >= GROUPS_AT_ONCE) continue;
    const memory: Memory = evaluator.memories.get(group.id) ?? new Map();
    evaluator.memories.set(group.id, memory);
    const done = evaluateGroup(ctx, group, due, memory, signal)
      .catch(evaluator.onError)
      .finally(() => evaluator.busy.delete(group.id));
    evaluator.busy.set(group.id, done);
  }
}

function forgetGone({ memories }: Evaluator, groups: readonly RuleGroup[]): void {
  const known = new Set(groups.map(({ id }) => id));
  for (const id of memories.keys()) if (!known.has(id)) memories.delete(id);
}
