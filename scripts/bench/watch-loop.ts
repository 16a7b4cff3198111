import { SECOND_MS } from "@/lib/core/time";
import type { Engine } from "./engines/engine";

/**
 * Looks each second until it is stopped. @returns the function that stops it and tells the longest delay of the event
 * loop, in ms; null for an engine that has none
 */
export async function watchLoop({ loopDelayMs }: Engine): Promise<() => Promise<number | null>> {
  if (!loopDelayMs) return () => Promise.resolve(null);
  // What went before, the start above all, is not part of the work.
  await loopDelayMs();
  let longest = 0;
  const look = async () => {
    // The engine may be busy or going down: it is asked again.
    longest = Math.max(longest, await loopDelayMs().catch(() => 0));
  };
  let looking = Promise.resolve();
  const timer = setInterval(() => (looking = look()), SECOND_MS);
  return async () => {
    clearInterval(timer);
    await looking;
    await look();
    return longest;
  };
}
