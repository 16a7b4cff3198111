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
