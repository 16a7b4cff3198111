import { LimitError } from "@/lib/core/errors";
import { MINUTE_MS, SECOND_MS } from "@/lib/core/time";
import type { WriteOptions } from "@/lib/metrics/store";
import type { IngestFrom } from "./admit-series";
import { meterOf } from "./source-meter";

/** Clocks differ by seconds; ten minutes is a wrong time zone or a wrong unit. Prometheus' own limit for the head. */
const FUTURE_MS = 10 * MINUTE_MS;
/** Reasons in one answer; the rest is counted. */
const REASONS_MAX = 10;

/** Which samples of a write from outside the store may take. */
export const writeOptions = ({ sourceId, limits, now }: IngestFrom): WriteOptions => ({
  outOfOrderMs: limits.outOfOrderSeconds * SECOND_MS,
  notAfter: now + FUTURE_MS,
  admitNew: () => meterOf(sourceId).admitNewSeries(limits, now),
});

/** @throws LimitError, with the time to wait, when the source has sent more samples than it may of late. */
export function requireRate({ sourceId, limits, now }: IngestFrom): void {
  const retryAfterS = meterOf(sourceId).retryAfterS(limits, now);
  if (retryAfterS === 0) return;
  throw new LimitError(
    `The limit of ${limits.samplesPerSecond} samples a second of this source is reached; send this again in ${retryAfterS} s.`,
    { retryAfterS },
  );
}

/** Counts samples against the rate of their source, unless they turn out not to be stored. */
export async function metered<T>(
  { sourceId, limits, now }: IngestFrom,
  samples: number,
  write: () => Promise<T>,
): Promise<T> {
  const meter = meterOf(sourceId);
  meter.takeSamples(samples, limits, now);
  try {
    return await write();
  } catch (error) {
    meter.takeSamples(-samples, limits, now);
    throw error;
  }
}

/** The first reasons, and how many more there are. */
export function summarizeRefusals(refusals: readonly string[]): string[] {
  if (refusals.length <= REASONS_MAX) return [...refusals];
  return [...refusals.slice(0, REASONS_MAX), `and ${refusals.length - REASONS_MAX} more`];
}
