import type { SimulatorView } from "@/lib/simulator/schemas";

type Backfill = SimulatorView["backfills"][number];

/**
 * All parts of the history as one.
 *
 * @returns null when everything is filled; progress from 0 to 1, by time, so that it runs evenly over parts of any length.
 */
export function prepareBackfill(
  parts: readonly Backfill[],
): { progress: number; error: string | null } | null {
  const error = parts.find((part) => part.error !== null)?.error ?? null;
  const open = parts.some((part) => part.doneAt < part.toAt);
  if (!open && error === null) return null;
  const whole = parts.reduce((sum, part) => sum + part.toAt - part.fromAt, 0);
  const done = parts.reduce((sum, part) => sum + part.doneAt - part.fromAt, 0);
  return { progress: whole === 0 ? 1 : done / whole, error };
}

/** Steps in which the charts take in history that is being filled: often enough to watch, seldom enough to be cheap. */
const EPOCHS = 10;

/** How many tenths of the history are filled. */
export function historyEpoch(parts: readonly Backfill[]): number {
  return parts.reduce((sum, part) => sum + Math.floor(EPOCHS * part.progress), 0);
}
