import type { Status } from "@/components/ui/status";
import type { SteadyResult } from "@/lib/experiments/schemas";
import type { AlarmVerdict, InjectionState, RunState, RunVerdict } from "@/lib/experiments/constants";
import { TERMINAL_RUN_STATES } from "@/lib/experiments/constants";

export const RUN_VERDICT_STATUS = {
  passed: "ok",
  failed: "critical",
  inconclusive: "unknown",
} as const satisfies Record<RunVerdict, Status>;

export const ALARM_VERDICT_STATUS = {
  caught: "ok",
  silent: "ok",
  late: "warning",
  missed: "critical",
  collateral: "warning",
  unknown: "unknown",
} as const satisfies Record<AlarmVerdict, Status>;

/** An active fault is wanted, so it informs; an undo that failed is the worst that a drill can leave behind. */
export const INJECTION_STATUS = {
  pending: "unknown",
  active: "info",
  undoing: "info",
  undone: "ok",
  undo_failed: "critical",
} as const satisfies Record<InjectionState, Status>;

/** Condition of what was to hold. Null: could not be seen. */
export function heldStatus(held: boolean | null): Status {
  return held === null ? "unknown" : held ? "ok" : "critical";
}

/** Not holding while the fault acts is what a fault does: worth a look, but no failure. */
export function steadyStatus({ held, when }: Pick<SteadyResult, "held" | "when">): Status {
  return when === "during" && held === false ? "warning" : heldStatus(held);
}

export function isOver(state: RunState): boolean {
  return TERMINAL_RUN_STATES.some((terminal) => terminal === state);
}
