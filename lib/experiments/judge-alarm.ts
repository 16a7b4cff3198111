import type { DurationMs, RangeMs, UnixMs } from "@/lib/core/time";
import { SELF_PRODUCT } from "@/lib/telemetry/constants";
import type { ReasonKey } from "./constants";
import type { Episode } from "./episodes";
import { isWatched } from "./is-watched";
import type { AlarmResult, ExperimentPlan } from "./schemas";

type Expectation = ExperimentPlan["alarms"][number];

export interface AlarmEvidence {
  injectedAt: UnixMs;
  rolledBackAt: UnixMs;
  /** End of the observation: after the recovery. */
  endedAt: UnixMs;
  /** The fault was ended before its plan, so it had less time to be noticed. */
  cutShort: boolean;
  episodes: readonly Episode[];
  /** Spans in which each rule was evaluated, by its name. */
  spans: ReadonlyMap<string, readonly RangeMs[]>;
  gapMs: DurationMs;
}

export interface AlarmJudgement {
  result: AlarmResult;
  reason: ReasonKey | null;
}

/** Whether an episode is one that the expectation speaks of. */
export function isMeant({ rule, labels }: Expectation, episode: Episode): boolean {
  return (
    episode.rule === rule && Object.entries(labels).every(([name, value]) => episode.labels[name] === value)
  );
}

/** Judges one declared alarm by what was recorded of it. */
export function judgeAlarm(expectation: Expectation, evidence: AlarmEvidence): AlarmJudgement {
  const own = evidence.episodes.filter((episode) => isMeant(expectation, episode));
  return expectation.expect === "fire"
    ? judgeFire(expectation, own, evidence)
    : judgeSilent(expectation, own, evidence);
}

/** It was active before the fault and is, or was, so in the window: its firing or silence has another cause. */
const wasActiveBefore = ({ activeAt, resolvedAt }: Episode, { injectedAt }: AlarmEvidence): boolean =>
  activeAt < injectedAt && (resolvedAt === null || resolvedAt > injectedAt);

const firedOfFault = ({ activeAt, firedAt }: Episode, { injectedAt, endedAt }: AlarmEvidence): boolean =>
  activeAt >= injectedAt && firedAt !== null && firedAt <= endedAt;

function judgeFire(
  expectation: Expectation,
  own: readonly Episode[],
  evidence: AlarmEvidence,
): AlarmJudgement {
  const { injectedAt, rolledBackAt, endedAt, cutShort } = evidence;
  // Without a time of its own it must fire while the fault lasts.
  const withinS = expectation.withinS ?? Math.max(0, (rolledBackAt - injectedAt) / 1000);
  const due = injectedAt + withinS * 1000;
  const fired = own.filter((episode) => firedOfFault(episode, evidence)).sort(byFiring);
  const [caught] = fired;
  if (caught?.firedAt != null) {
    const inTime = caught.firedAt <= due;
    const cleared = fired.every(({ resolvedAt }) => resolvedAt !== null);
    const result = describe(expectation, inTime ? "caught" : "late", caught, evidence);
    return { result, reason: inTime ? (cleared ? null : "alarm_not_cleared") : "alarm_late" };
  }
  const none = (verdict: AlarmResult["verdict"], reason: ReasonKey): AlarmJudgement => ({
    result: describe(expectation, verdict, null, evidence),
    reason,
  });
  if (own.some((episode) => wasActiveBefore(episode, evidence)))
    return none("unknown", "alarm_already_active");
  if (due > endedAt || (cutShort && due > rolledBackAt)) return none("unknown", "alarm_cut_short");
  const spans = evidence.spans.get(expectation.rule) ?? [];
  return isWatched(spans, { from: injectedAt, to: due }, evidence.gapMs)
    ? none("missed", "alarm_missed")
    : none("unknown", "alarm_unwatched");
}

function judgeSilent(
  expectation: Expectation,
  own: readonly Episode[],
  evidence: AlarmEvidence,
): AlarmJudgement {
  const { injectedAt, endedAt } = evidence;
  const fired = own.filter((episode) => firedOfFault(episode, evidence)).sort(byFiring)[0];
  if (fired)
    return { result: describe(expectation, "collateral", fired, evidence), reason: "alarm_collateral" };
  const none = (verdict: AlarmResult["verdict"], reason: ReasonKey | null): AlarmJudgement => ({
    result: describe(expectation, verdict, null, evidence),
    reason,
  });
  if (own.some((episode) => wasActiveBefore(episode, evidence)))
    return none("unknown", "alarm_already_active");
  const spans = evidence.spans.get(expectation.rule) ?? [];
  return isWatched(spans, { from: injectedAt, to: endedAt }, evidence.gapMs)
    ? none("silent", null)
    : none("unknown", "alarm_unwatched");
}

/** Alarms that the fault set off though the plan does not speak of them; what Evenkeel says of itself is not of its doing. */
export function findUndeclared(plan: ExperimentPlan, evidence: AlarmEvidence): AlarmResult[] {
  return evidence.episodes
    .filter((episode) => firedOfFault(episode, evidence) && episode.labels["product"] !== SELF_PRODUCT)
    .filter((episode) => !plan.alarms.some((expectation) => isMeant(expectation, episode)))
    .sort(byFiring)
    .map((episode) => {
      const expectation = { rule: episode.rule, labels: { ...episode.labels } };
      return describe({ ...expectation, expect: "undeclared" }, "collateral", episode, evidence);
    });
}

const byFiring = (a: Episode, b: Episode): number => (a.firedAt ?? 0) - (b.firedAt ?? 0);

function describe(
  expectation: Pick<Expectation, "rule" | "labels" | "withinS"> & { expect: AlarmResult["expect"] },
  verdict: AlarmResult["verdict"],
  episode: Episode | null,
  { injectedAt, rolledBackAt }: AlarmEvidence,
): AlarmResult {
  const firedAt = episode?.firedAt ?? null;
  const resolvedAt = episode?.resolvedAt ?? null;
  return {
    rule: expectation.rule,
    expect: expectation.expect,
    verdict,
    withinS: expectation.withinS ?? null,
    firedAt,
    detectS: firedAt === null ? null : (firedAt - injectedAt) / 1000,
    resolvedAt,
    // An alarm that was over before the rollback needed no time after it.
    clearS: resolvedAt === null ? null : Math.max(0, (resolvedAt - rolledBackAt) / 1000),
    labels: episode ? { ...episode.labels } : expectation.labels,
  };
}
