import { ConflictError } from "@/lib/core/errors";
import type { LifecycleAction, ResourceState } from "./constants";

const NEXT: Record<ResourceState, Record<LifecycleAction, ResourceState | null>> = {
  planned: { start: "running", retire: null, keep: null, end: "gone", return: null, plan: null },
  running: { start: null, retire: "retiring", keep: null, end: null, return: null, plan: null },
  retiring: { start: null, retire: null, keep: "running", end: "gone", return: null, plan: null },
  gone: { start: null, retire: null, keep: null, end: null, return: "running", plan: "planned" },
};

/**
 * State of a resource after `action`. A running resource is retired before it is gone, so that there is a time in which
 * those who depend on it can see it go.
 *
 * @throws ConflictError when its state does not allow the action.
 */
export function advance(id: string, state: ResourceState, action: LifecycleAction): ResourceState {
  const next = NEXT[state][action];
  if (next === null) throw new ConflictError("resource", id, `is ${state}, which does not allow ${action}`);
  return next;
}

/** What can be done in a state, in the order of the words. */
export const actionsOf = (state: ResourceState): LifecycleAction[] =>
  (Object.keys(NEXT[state]) as LifecycleAction[]).filter((action) => NEXT[state][action] !== null);

/** Whether one step leads from a state to another; staying is always allowed. */
export const canBecome = (from: ResourceState, to: ResourceState): boolean =>
  from === to || Object.values(NEXT[from]).includes(to);
