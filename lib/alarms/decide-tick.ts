import type { Alarm, AlarmRule } from "@/db/schema/alarms";
import type { UnixMs } from "@/lib/core/time";
import { EVALUATION_PERIOD_MS, type RuleHealth } from "./constants";
import { type AlarmChange, type AlarmMemory, evaluate } from "./evaluate";
import type { RuleOutcome } from "./query-rule";

/** One missed evaluation may be a slow query; with two missing in a row nobody was watching. */
export const WATCH_GAP_MS = 2.5 * EVALUATION_PERIOD_MS;

export type StoredAlarm = AlarmMemory & { id: string };

export interface RuleDecision {
  rule: AlarmRule;
  health: Exclude<RuleHealth, "unknown">;
  error: string | null;
  elapsedMs: number;
  changes: AlarmChange<StoredAlarm>[];
  /** The running evaluation span goes on; else this success opens a new one. */
  continuesSpan: boolean;
}

/**
 * What one tick makes of one rule. A failed evaluation changes no alarm: it says nothing about the world, so the rule is
 * marked unhealthy and its alarms stay as they were.
 */
export function decideRule(
  rule: AlarmRule,
  outcome: RuleOutcome,
  open: readonly StoredAlarm[],
  now: UnixMs,
): RuleDecision {
  const sinceMs = now - (lastWatchedAt(rule, open) ?? now);
  const unwatchedMs = sinceMs > WATCH_GAP_MS ? sinceMs : 0;
  const failed = (error: string): RuleDecision => ({
    rule,
    health: "error",
    error,
    elapsedMs: outcome.elapsedMs,
    changes: [],
    continuesSpan: false,
  });
  if (!outcome.ok) return failed(outcome.error);
  try {
    const changes = evaluate({ rule, result: outcome.samples, open, now, unwatchedMs });
    const continuesSpan = rule.health === "ok" && unwatchedMs === 0;
    return { rule, health: "ok", error: null, elapsedMs: outcome.elapsedMs, changes, continuesSpan };
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

/**
 * When somebody last saw what the expression yields; null: never. An evaluation that failed saw nothing: then it is when
 * a pending alarm was last seen, which every evaluation that works sees or ends.
 */
function lastWatchedAt(rule: AlarmRule, open: readonly StoredAlarm[]): UnixMs | null {
  const pending = open.filter(({ state }) => state === "pending").map(({ lastSeenAt }) => lastSeenAt);
  if (rule.health === "error" && pending.length > 0) return Math.max(...pending);
  return rule.lastEvaluatedAt?.getTime() ?? null;
}

/** The part of a row that `evaluate` reads. */
export function rememberAlarm(row: Alarm): StoredAlarm {
  const { id, fingerprint, labels, annotations, state, lastValue } = row;
  return {
    id,
    fingerprint,
    labels,
    annotations,
    state,
    lastValue,
    activeAt: row.activeAt.getTime(),
    firedAt: row.firedAt?.getTime() ?? null,
    resolvedAt: row.resolvedAt?.getTime() ?? null,
    keepFiringSince: row.keepFiringSince?.getTime() ?? null,
    lastSeenAt: row.lastSeenAt.getTime(),
  };
}
