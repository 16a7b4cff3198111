import type { DurationMs, RangeMs, UnixMs } from "@/lib/core/time";
import { FAILING_REASONS, OPEN_REASONS, REASON_KEYS, type RunVerdict } from "./constants";
import { type AlarmTransition, episodesOf } from "./episodes";
import { findUndeclared, judgeAlarm } from "./judge-alarm";
import type { TargetMeasure } from "./measure-target";
import type { AlarmResult, ExperimentPlan, Reason, RunReport, SteadyResult } from "./schemas";

export interface VerdictInput {
  plan: ExperimentPlan;
  /** Null: nothing was injected. */
  injected: { injectedAt: UnixMs; rolledBackAt: UnixMs } | null;
  endedAt: UnixMs;
  /** Of every alarm that was open at some time between injection and end, from its first transition on. */
  transitions: readonly AlarmTransition[];
  /** Spans in which each rule was evaluated, by its name. */
  spans: ReadonlyMap<string, readonly RangeMs[]>;
  gapMs: DurationMs;
  /** What was seen of the steady state; the newest of each expression and time counts. */
  steady: readonly SteadyResult[];
  /** In the order of `plan.targets`. */
  measures: readonly TargetMeasure[];
  /** Whether each target's state equals the one before; null: could not be read. */
  targetsRestored: boolean | null;
  /** Why the run was cut short, or null when it ran to its end. */
  cutShort: Reason | null;
}

/**
 * What a run proved. It failed when anything that was looked for was seen to be wrong; it is inconclusive when nothing was
 * wrong but something could not be seen; it passed only when everything was seen and right.
 *
 * Alarms that fired though the plan does not speak of them are told but fail nothing: the plan made no promise on them.
 */
export function deriveVerdict(input: VerdictInput): RunReport {
  const alarms = judgeAlarms(input);
  const reasons: Reason[] = [
    ...(input.cutShort ? [input.cutShort] : []),
    ...alarms.reasons,
    ...(input.injected ? [...steadyReasons(input), ...targetReasons(input), ...restoreReasons(input)] : []),
  ].sort((a, b) => REASON_KEYS.indexOf(a.key) - REASON_KEYS.indexOf(b.key));
  const verdict = weigh(reasons, input.injected !== null);
  return {
    verdict,
    reasons: verdict === "passed" ? [...reasons, { key: "all_proven", values: {} }] : reasons,
    alarms: alarms.results,
    steadyState: [...input.steady],
    targets: input.plan.targets.map(({ title, titleZh, withinS }, index) => ({
      title,
      titleZh,
      withinS,
      ...(input.measures[index] ?? { measuredS: null, met: null }),
    })),
    restored: input.injected ? input.targetsRestored : null,
  };
}

function weigh(reasons: readonly Reason[], injected: boolean): RunVerdict {
  const has = (keys: readonly string[]) => reasons.some(({ key }) => keys.includes(key));
  if (has(FAILING_REASONS)) return "failed";
  return !injected || has(OPEN_REASONS) ? "inconclusive" : "passed";
}

function judgeAlarms(input: VerdictInput): { results: AlarmResult[]; reasons: Reason[] } {
  if (input.injected === null) return { results: [], reasons: [] };
  const evidence = {
    ...input,
    ...input.injected,
    episodes: episodesOf(input.transitions),
    cutShort: input.cutShort !== null,
  };
  const declared = input.plan.alarms.map((expectation) => judgeAlarm(expectation, evidence));
  const undeclared = findUndeclared(input.plan, evidence);
  const reasons = declared.flatMap(({ result, reason }) =>
    reason === null ? [] : [{ key: reason, values: alarmValues(result) }],
  );
  // One sentence a rule: five balancers that fail for one reason are one piece of news.
  for (const [rule, own] of Map.groupBy(undeclared, (result) => result.rule)) {
    const values = { rule, count: own.length, ...(own[0]?.detectS != null && { detectS: own[0].detectS }) };
    reasons.push({ key: "alarm_undeclared", values });
  }
  return { results: [...declared.map(({ result }) => result), ...undeclared], reasons };
}

function alarmValues({ rule, detectS, withinS }: AlarmResult): Reason["values"] {
  return {
    rule,
    ...(detectS !== null && { detectS }),
    ...(withinS !== null && { withinS }),
  };
}

function steadyReasons({ plan, steady }: VerdictInput): Reason[] {
  return plan.steadyState.flatMap(({ title, titleZh, expr }): Reason[] => {
    const values = { title, titleZh };
    const newest = (when: SteadyResult["when"]) =>
      steady.findLast((seen) => seen.expr === expr && seen.when === when);
    const dipped: Reason[] = newest("during")?.held === false ? [{ key: "steady_dipped", values }] : [];
    const after = newest("after")?.held ?? null;
    if (after === true) return dipped;
    return [...dipped, { key: after === false ? "steady_not_back" : "steady_unseen", values }];
  });
}

function targetReasons({ plan, measures }: VerdictInput): Reason[] {
  return plan.targets.flatMap(({ title, titleZh, withinS }, index): Reason[] => {
    const { met, measuredS } = measures[index] ?? { met: null, measuredS: null };
    if (met === true) return [];
    const values = { title, titleZh, withinS, ...(measuredS !== null && { measuredS }) };
    return [{ key: met === false ? "target_missed" : "target_undisturbed", values }];
  });
}

function restoreReasons({ targetsRestored }: VerdictInput): Reason[] {
  if (targetsRestored === true) return [];
  return [{ key: targetsRestored === false ? "not_restored" : "restoration_unseen", values: {} }];
}
