import type { AlarmRule } from "@/db/schema/alarms";
import type { Context } from "@/lib/core/context";
import type { UnixMs } from "@/lib/core/time";
import type { VectorSample } from "@/lib/metrics/store";
import { record } from "@/lib/telemetry/measure";
import { EVALUATION_PERIOD_MS } from "./constants";
import { ruleResult } from "./evaluate";

/** What a rule's expression yielded, or why it could not be evaluated. */
export type RuleOutcome = { elapsedMs: number } & (
  | { ok: true; samples: readonly VectorSample[] }
  | { ok: false; error: string }
);

/** Evaluates a rule's expression once; a failure is an outcome, not a throw. It may take one evaluation period. */
export async function queryRule(ctx: Context, rule: AlarmRule, at: UnixMs): Promise<RuleOutcome> {
  const outcome = await evaluateOnce(ctx, rule, at);
  record("evenkeel_alarm_rule_duration_seconds", outcome.elapsedMs / 1_000, {
    outcome: outcome.ok ? "ok" : "error",
  });
  return outcome;
}

async function evaluateOnce(ctx: Context, rule: AlarmRule, at: UnixMs): Promise<RuleOutcome> {
  const began = performance.now();
  try {
    const value = await ctx.metrics.query(rule.expr, at, { timeoutMs: EVALUATION_PERIOD_MS });
    return { ok: true, samples: ruleResult(value), elapsedMs: performance.now() - began };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, error: message, elapsedMs: performance.now() - began };
  }
}
