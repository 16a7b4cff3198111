import { UNWATCHED_AFTER_MS } from "./constants";
import type { AlarmWatch } from "./schemas";

/**
 * `unwatched`: an empty list of alarms proves nothing. `blind`: nor does it when no rule at all could be evaluated.
 * `partly`: it proves nothing for the rules that fail.
 */
export type WatchState = "watched" | "partly" | "blind" | "unwatched";

/** Whether a list of alarms speaks for the present. Pure; for the browser too. */
export function watchState({ evaluatedAt, rules, failing }: AlarmWatch, now: number): WatchState {
  if (evaluatedAt === null || now - evaluatedAt > UNWATCHED_AFTER_MS) return "unwatched";
  if (failing === 0) return "watched";
  return failing >= rules ? "blind" : "partly";
}
