/**
 * A run's state says where it is; its verdict says what it proved. They are kept apart: a run can be completed and have
 * failed its verdict, or be aborted and still have caught an alarm.
 */
export const RUN_STATES = [
  "queued",
  "checking", // steady state before
  "injecting",
  "observing",
  "rolling_back",
  "verifying", // targets and steady state after
  "completed",
  "aborted",
  "failed",
] as const;
export type RunState = (typeof RUN_STATES)[number];
export const TERMINAL_RUN_STATES = ["completed", "aborted", "failed"] as const satisfies readonly RunState[];

/** Of a run as a whole. `inconclusive`: something that had to be seen could not be (evaluation gap, no samples). */
export const RUN_VERDICTS = ["passed", "failed", "inconclusive"] as const;
export type RunVerdict = (typeof RUN_VERDICTS)[number];

/**
 * Of one alarm in a run. `caught`: fired in time; `late`: fired after its deadline; `missed`: never fired; `collateral`:
 * fired though it was declared to stay silent, or not declared at all; `silent`: stayed silent as declared; `unknown`: the
 * rule was not evaluated for part of the window, so its silence proves nothing.
 */
export const ALARM_VERDICTS = ["caught", "late", "missed", "collateral", "silent", "unknown"] as const;
export type AlarmVerdict = (typeof ALARM_VERDICTS)[number];

/** Life of a lease. `pending`: written, not yet applied; `undone`: target checked and back to what it was. */
export const INJECTION_STATES = ["pending", "active", "undoing", "undone", "undo_failed"] as const;
export type InjectionState = (typeof INJECTION_STATES)[number];

/**
 * Why a run was judged as it was, in the order of weight: the first group fails it, the second leaves it inconclusive, the
 * third only informs. Messages `experiments.reasons.<key>` tell them in words.
 */
export const FAILING_REASONS = [
  "guard_broken",
  "not_restored",
  "steady_not_back",
  "alarm_missed",
  "alarm_late",
  "alarm_collateral",
  "alarm_not_cleared",
  "target_missed",
] as const;
export const OPEN_REASONS = [
  "refused",
  "not_steady_before",
  "called_off",
  "aborted",
  "guard_unseen",
  "lease_expired",
  "alarm_already_active",
  "alarm_unwatched",
  "alarm_cut_short",
  "target_undisturbed",
  "steady_unseen",
  "restoration_unseen",
] as const;
export const INFORMING_REASONS = ["alarm_undeclared", "steady_dipped", "all_proven"] as const;
export const REASON_KEYS = [...FAILING_REASONS, ...OPEN_REASONS, ...INFORMING_REASONS] as const;
export type ReasonKey = (typeof REASON_KEYS)[number];
