import { InvalidError } from "@/lib/core/errors";
import type { DurationMs, UnixMs } from "@/lib/core/time";
import type { QueryValue, VectorSample } from "@/lib/metrics/store";
import type { AlarmState } from "./constants";
import { fingerprint } from "./fingerprint";
import { renderAlarm, type RuleTexts } from "./render";

export interface Rule extends RuleTexts {
  /** How long the expression must hold before the alarm fires. */
  forMs: DurationMs;
  /** How long it goes on firing after the expression stopped holding. */
  keepFiringForMs: DurationMs;
}

/** What is remembered of one open alarm between two evaluations. */
export interface AlarmMemory {
  fingerprint: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  state: AlarmState;
  /** Since when the expression has held. */
  activeAt: UnixMs;
  firedAt: UnixMs | null;
  resolvedAt: UnixMs | null;
  /** First evaluation without a result, while `keepFiringForMs` holds the alarm. */
  keepFiringSince: UnixMs | null;
  lastSeenAt: UnixMs;
  lastValue: number | null;
}

export interface AlarmChange<Before extends AlarmMemory> {
  /** Null: a new episode. */
  before: Before | null;
  after: AlarmMemory;
  /** The change of state to be recorded, or null when only value or times moved. */
  transition: { from: AlarmState | null; to: AlarmState } | null;
}

export interface EvaluateInput<Before extends AlarmMemory> {
  rule: Rule;
  result: readonly VectorSample[];
  /** The rule's open alarms: pending or firing. */
  open: readonly Before[];
  now: UnixMs;
  /** How long nobody evaluated the rule before this evaluation; 0 in ordinary running. */
  unwatchedMs: DurationMs;
}

/**
 * One evaluation of one rule, with the semantics of Prometheus: a result opens an alarm per label set; it fires once the
 * expression has held for `forMs`; it resolves when the result is gone and `keepFiringForMs` has passed. A pending alarm
 * whose result vanishes ends without having fired.
 *
 * Time in which nobody watched counts neither for nor against: a pending alarm's `activeAt` moves on by it, so that an
 * alarm never fires on what was not seen; a firing one stays as it was.
 *
 * @returns one change per label set, of the result in its order, then of open alarms without a result.
 * @throws InvalidError when two results have the same labels after the rule's own labels are applied.
 * @see Prometheus `rules/alerting.go` (AlertingRule.Eval) and `rules/group.go` (RestoreForState)
 */
export function evaluate<Before extends AlarmMemory>(input: EvaluateInput<Before>): AlarmChange<Before>[] {
  const open = new Map(input.open.map((alarm) => [alarm.fingerprint, alarm]));
  const seen = new Set<string>();
  const changes: AlarmChange<Before>[] = [];
  for (const { labels: resultLabels, v: value } of input.result) {
    const { labels, annotations } = renderAlarm(input.rule, resultLabels, value);
    const id = fingerprint(labels);
    if (seen.has(id))
      throw new InvalidError(`Two results of ${input.rule.name} have the same labels ${id} as an alarm.`);
    seen.add(id);
    const before = open.get(id) ?? null;
    changes.push(whenPresent(input, before, { fingerprint: id, labels, annotations, value }));
  }
  for (const before of input.open) if (!seen.has(before.fingerprint)) changes.push(whenAbsent(input, before));
  return changes;
}

interface Present {
  fingerprint: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  value: number;
}

function whenPresent<Before extends AlarmMemory>(
  { rule, now, unwatchedMs }: EvaluateInput<Before>,
  before: Before | null,
  { value, ...identity }: Present,
): AlarmChange<Before> {
  const unwatched = before?.state === "pending" ? unwatchedMs : 0;
  const activeAt = before === null ? now : Math.min(now, before.activeAt + unwatched);
  const fires = before?.state === "firing" || now - activeAt >= rule.forMs;
  const state = fires ? "firing" : "pending";
  const after: AlarmMemory = {
    ...identity,
    state,
    activeAt,
    firedAt: fires ? (before?.firedAt ?? now) : null,
    resolvedAt: null,
    keepFiringSince: null,
    lastSeenAt: now,
    lastValue: value,
  };
  return { before, after, transition: transition(before, state) };
}

function whenAbsent<Before extends AlarmMemory>(
  { rule, now }: EvaluateInput<Before>,
  before: Before,
): AlarmChange<Before> {
  const since = before.keepFiringSince ?? now;
  const held = before.state === "firing" && now - since < rule.keepFiringForMs;
  const after: AlarmMemory = held
    ? { ...memoryOf(before), keepFiringSince: since }
    : { ...memoryOf(before), state: "resolved", resolvedAt: now };
  return { before, after, transition: transition(before, after.state) };
}

function memoryOf(alarm: AlarmMemory): AlarmMemory {
  const { fingerprint, labels, annotations, state, activeAt, firedAt, resolvedAt } = alarm;
  const { keepFiringSince, lastSeenAt, lastValue } = alarm;
  return {
    fingerprint,
    labels,
    annotations,
    state,
    activeAt,
    firedAt,
    resolvedAt,
    keepFiringSince,
    lastSeenAt,
    lastValue,
  };
}

function transition(before: AlarmMemory | null, to: AlarmState) {
  return before?.state === to ? null : { from: before?.state ?? null, to };
}

/**
 * The samples of a rule's query: a vector as it is, a scalar as one sample without labels.
 *
 * @throws InvalidError for any other type, which cannot tell whether something is wrong.
 */
export function ruleResult(value: QueryValue): readonly VectorSample[] {
  if (value.type === "vector") return value.samples;
  if (value.type === "scalar") return [{ labels: {}, t: value.t, v: value.v }];
  throw new InvalidError(`A rule needs an expression that yields a vector or a scalar, not a ${value.type}.`);
}
