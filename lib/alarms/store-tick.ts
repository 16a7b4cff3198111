import { and, eq, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { alarmRules, alarms, alarmTransitions, ruleEvaluationSpans } from "@/db/schema/alarms";
import { ConflictError } from "@/lib/core/errors";
import type { UnixMs } from "@/lib/core/time";
import { publishLive } from "@/lib/live/publish";
import type { RuleDecision } from "./decide-tick";
import type { AlarmMemory } from "./evaluate";

const date = (ms: UnixMs | null): Date | null => (ms === null ? null : new Date(ms));

/**
 * Stores what a tick decided, all or nothing: alarms, their transitions, rule health and evaluation spans can never
 * disagree. Readers are told only when a state changed.
 *
 * A worker that lost its lead while it evaluated stores nothing: what it decided on has moved on.
 *
 * @returns how many alarms changed their state.
 */
export function storeTick(db: Database, decisions: readonly RuleDecision[], now: UnixMs): Promise<number> {
  return db.transaction(async (tx) => {
    let transitions = 0;
    for (const decision of decisions) {
      // First, because it locks the rule and settles the race of two workers.
      await storeHealth(tx, decision, now);
      transitions += await storeChanges(tx, decision, now);
      if (decision.health === "ok") await storeSpan(tx, decision, now);
    }
    if (transitions > 0) await publishLive(tx, { topic: "alarms" });
    return transitions;
  });
}

async function storeChanges(tx: Transaction, { rule, changes }: RuleDecision, now: UnixMs): Promise<number> {
  let transitions = 0;
  for (const { before, after, transition } of changes) {
    const alarmId = await storeAlarm(tx, rule.id, before?.id ?? null, after);
    if (transition === null) continue;
    transitions += 1;
    await tx.insert(alarmTransitions).values({
      alarmId,
      ruleName: rule.name,
      labels: after.labels,
      ...transition,
      value: after.lastValue,
      at: new Date(now),
    });
  }
  return transitions;
}

async function storeAlarm(
  tx: Transaction,
  ruleId: string,
  id: string | null,
  alarm: AlarmMemory,
): Promise<string> {
  const row = {
    ...alarm,
    activeAt: new Date(alarm.activeAt),
    lastSeenAt: new Date(alarm.lastSeenAt),
    firedAt: date(alarm.firedAt),
    resolvedAt: date(alarm.resolvedAt),
    keepFiringSince: date(alarm.keepFiringSince),
  };
  if (id !== null) {
    await tx.update(alarms).set(row).where(eq(alarms.id, id));
    return id;
  }
  const [made] = await tx
    .insert(alarms)
    .values({ ...row, ruleId })
    .returning({ id: alarms.id });
  if (!made) throw new Error(`Alarm ${alarm.fingerprint} was not stored.`);
  return made.id;
}

/** @throws ConflictError when another worker evaluated the rule since it was read: its alarms are then other ones. */
async function storeHealth(tx: Transaction, decision: RuleDecision, now: UnixMs): Promise<void> {
  const { rule, health, error, elapsedMs } = decision;
  const stored = await tx
    .update(alarmRules)
    // `updatedAt` tells when a person last changed the rule, so an evaluation must not move it.
    .set({
      health,
      lastError: error,
      lastEvaluatedAt: new Date(now),
      evaluationMs: elapsedMs,
      updatedAt: rule.updatedAt,
    })
    .where(
      and(
        eq(alarmRules.id, rule.id),
        sql`${alarmRules.lastEvaluatedAt} is not distinct from ${rule.lastEvaluatedAt?.toISOString() ?? null}::timestamptz`,
      ),
    )
    .returning({ id: alarmRules.id });
  if (stored.length === 0)
    throw new ConflictError("alarm rule", rule.name, "was evaluated by another worker meanwhile");
}

async function storeSpan(tx: Transaction, { rule, continuesSpan }: RuleDecision, now: UnixMs): Promise<void> {
  const at = new Date(now);
  if (continuesSpan) {
    const newest = tx
      .select({ id: sql`max(${ruleEvaluationSpans.id})` })
      .from(ruleEvaluationSpans)
      .where(eq(ruleEvaluationSpans.ruleId, rule.id));
    const extended = await tx
      .update(ruleEvaluationSpans)
      .set({ toAt: at, evaluations: sql`${ruleEvaluationSpans.evaluations} + 1` })
      .where(eq(ruleEvaluationSpans.id, newest))
      .returning({ id: ruleEvaluationSpans.id });
    if (extended.length > 0) return;
  }
  await tx.insert(ruleEvaluationSpans).values({ ruleId: rule.id, fromAt: at, toAt: at });
}
