import type { RunState } from "@/lib/experiments/constants";
import type { RunView } from "@/lib/experiments/schemas";
import { isOver } from "./verdict-status";

/** The course of a run that goes well. Aborted and failed end it early. */
const COURSE = [
  "queued",
  "checking",
  "injecting",
  "observing",
  "rolling_back",
  "verifying",
  "completed",
] as const;

export interface RunStep {
  state: RunState;
  /** `skipped`: the run ended before it got there. */
  stage: "done" | "current" | "ahead" | "skipped";
  /** Unix ms at which it began, where that is recorded. */
  at: number | null;
}

type Course = Pick<RunView, "state" | "createdAt" | "startedAt" | "injectedAt" | "rolledBackAt" | "endedAt">;

/** Where a run stands on its course, with the times that are known. */
export function runSteps(run: Course): RunStep[] {
  const at: Partial<Record<RunState, number | null>> = {
    queued: run.createdAt,
    checking: run.startedAt,
    observing: run.injectedAt,
    verifying: run.rolledBackAt,
    ...(isOver(run.state) && { [run.state]: run.endedAt }),
  };
  const states: RunState[] = [...COURSE.slice(0, -1), isOver(run.state) ? run.state : "completed"];
  const reached = reachedIndex(run, states);
  return states.map((state, index) => ({
    state,
    stage: stageOf(run, index, reached, states.length),
    at: at[state] ?? null,
  }));
}

/** How far the run got, seen from its record alone: a run that ended early keeps no state of where it was. */
function reachedIndex(run: Course, states: readonly RunState[]): number {
  if (!isOver(run.state)) return states.indexOf(run.state);
  if (run.state === "completed" || run.rolledBackAt !== null) return states.indexOf("verifying");
  if (run.injectedAt !== null) return states.indexOf("rolling_back");
  return run.startedAt === null ? 0 : states.indexOf("checking");
}

function stageOf(run: Course, index: number, reached: number, length: number): RunStep["stage"] {
  if (index < reached) return "done";
  if (isOver(run.state)) return index === reached || index === length - 1 ? "done" : "skipped";
  return index === reached ? "current" : "ahead";
}
