import { UNWATCHED_AFTER_MS } from "./constants";
import type { AlarmWatch } from "./schemas";

/** `unwatched`: an empty list of alarms proves nothing. `partly`: it proves nothing for the rules that fail. */
export type WatchState = "watched" | "partly" | "unwatched";

/** Whether a list of alarms speaks for the present. Pure; for the browser too. */
export function watchState({ evaluatedAt, failing }: AlarmWatch, now: number): WatchState {
  if (evaluatedAt === null || now - evaluatedAt > UNWATCHED_AFTER_MS) return "unwatched";
  return failing > 0 ? "partly" : "watched";
}
