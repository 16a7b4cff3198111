import type { UnixMs } from "@/lib/core/time";

export type Freshness = "unknown" | "fresh" | "stale";

/** A sample may come one interval late without anything being wrong; two missing ones are a sign. */
const STALE_INTERVALS = 2;
/**
 * What a sender may hold samples back for. Without it a target that is scraped each second looks stale all the time.
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#remote_write `batch_send_deadline`, 5 s
 */
const DELIVERY_MS = 5_000;

/** Age from which on the newest sample is stale. */
export const staleAfter = (intervalMs: number): number => STALE_INTERVALS * intervalMs + DELIVERY_MS;

/**
 * What can be said about how new the newest sample is.
 *
 * @param newest null: there is no sample, or nobody has looked yet.
 * @param intervalMs between samples.
 */
export function freshnessOf(newest: UnixMs | null, intervalMs: number, now: UnixMs): Freshness {
  if (newest === null) return "unknown";
  return now - newest > staleAfter(intervalMs) ? "stale" : "fresh";
}

/**
 * Distance between samples out of how many there are in a span.
 *
 * @returns null when there are fewer than two: one sample has no distance.
 */
export function intervalOf(count: number | null, spanMs: number): number | null {
  return count === null || count < 2 ? null : spanMs / count;
}
