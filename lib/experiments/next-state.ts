import type { RunState } from "./constants";

/** What can happen to a run. */
export const RUN_ACTIONS = [
  "begin",
  /** The steady state holds, no target refuses: the leases are written. */
  "lease",
  /** Before anything was injected: the steady state did not hold, a target refused, or a person called it off. */
  "refuse",
  "activate",
  /** The step is over: its deadline came, a guard broke, a person aborted. */
  "roll_back",
  /** Everything of the step is undone and another step follows. */
  "next_step",
  /** Everything is undone and no step follows. */
  "verify",
  "complete",
  "abort",
] as const;
export type RunAction = (typeof RUN_ACTIONS)[number];

const nothing = Object.fromEntries(RUN_ACTIONS.map((action) => [action, null])) as Record<RunAction, null>;

/**
 * Once a lease is written, the only way to an end leads through `rolling_back` and `verifying`: no run can end with a
 * fault left behind.
 */
const NEXT: Record<RunState, Record<RunAction, RunState | null>> = {
  queued: { ...nothing, begin: "checking", refuse: "aborted" },
  checking: { ...nothing, lease: "injecting", refuse: "aborted" },
  injecting: { ...nothing, activate: "observing", roll_back: "rolling_back" },
  observing: { ...nothing, roll_back: "rolling_back" },
  rolling_back: { ...nothing, next_step: "injecting", verify: "verifying" },
  verifying: { ...nothing, complete: "completed", abort: "aborted" },
  completed: nothing,
  aborted: nothing,
  failed: nothing,
};

/** State of a run after an action, or null when the action is not allowed in this state. */
export function nextState(state: RunState, action: RunAction): RunState | null {
  return NEXT[state][action];
}
