import { HOUR_MS, MINUTE_MS, type UnixMs } from "@/lib/core/time";

/** Length of a folded block, as Prometheus' head blocks. */
const BLOCK_MS = 2 * HOUR_MS;
/** A block is folded this long after its end: late samples of scrapes and remote-write queues are in by then. */
const LATE_MS = 30 * MINUTE_MS;
/** Samples in the log beyond which shorter blocks are folded sooner, so that heads stay near 16 bytes × this in memory. */
export const LOG_SAMPLES_MAX = 8_000_000;
const SHORT_BLOCK_MS = 10 * MINUTE_MS;
/** Late samples are folded before the next block is due only when they are this many: small segments are poor ones. */
const LATE_SAMPLES_MIN = 500_000;

export interface LogState {
  /** All samples in the log. */
  samples: number;
  /** Until where blocks were folded. */
  foldedBefore: UnixMs;
}

/** Log rows that end before this are to be folded. */
export function foldBoundary(now: UnixMs, { samples }: Pick<LogState, "samples">): UnixMs {
  const block = samples > LOG_SAMPLES_MAX ? SHORT_BLOCK_MS : BLOCK_MS;
  const late = samples > LOG_SAMPLES_MAX ? SHORT_BLOCK_MS : LATE_MS;
  return Math.floor((now - late) / block) * block;
}

/** Whether `foldable` samples before `boundary` are worth a fold now. */
export function isFoldDue(
  boundary: UnixMs,
  foldable: number,
  { foldedBefore }: Pick<LogState, "foldedBefore">,
): boolean {
  if (foldable === 0) return false;
  return boundary - foldedBefore >= SHORT_BLOCK_MS || foldable >= LATE_SAMPLES_MIN;
}
