import { UnavailableError } from "@/lib/core/errors";
import { HOUR_MS, MINUTE_MS, type UnixMs } from "@/lib/core/time";
import type { WriteOptions } from "@/lib/metrics/store";

/** Packed body. Prometheus sends about 2,000 samples (100 kB) at a time; 10,000 series with long labels are below 10 MB. */
export const PACKED_BYTES_MAX = 16 * 1024 * 1024;
/** Unpacked bytes in work at once: what a stalled database may hold back before senders are asked to wait. */
const PENDING_BYTES_MAX = 256 * 1024 * 1024;
/** As Prometheus' `out_of_order_time_window` is commonly set; twice the length of its remote-write retry horizon. */
const OUT_OF_ORDER_MS = 2 * HOUR_MS;
/** Clocks differ by seconds; ten minutes is a wrong time zone or a wrong unit. Prometheus' own limit for the head. */
const FUTURE_MS = 10 * MINUTE_MS;
/** Below the 30 s after which Prometheus gives up by default, so that the sender learns the reason. */
const DEADLINE_MS = 20_000;
/** Reasons in one answer; the rest is counted. */
const REASONS_MAX = 10;

let pendingBytes = 0;

/** Which times a write from outside may carry. */
export const writeOptions = (now: UnixMs): WriteOptions => ({
  outOfOrderMs: OUT_OF_ORDER_MS,
  notAfter: now + FUTURE_MS,
});

/** Rejects after DEADLINE_MS. The work goes on and may still succeed: the sender's retry is harmless then. */
async function withDeadline<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new UnavailableError("The metrics database did not confirm the write in time.")),
      DEADLINE_MS,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Runs `work` while its bytes count against the bound. @throws UnavailableError when the bound is reached. */
export async function withinBound<T>(bytes: number, work: () => Promise<T>): Promise<T> {
  if (pendingBytes + bytes > PENDING_BYTES_MAX) {
    throw new UnavailableError(
      "Too many writes are waiting for the metrics database; send this one again later.",
    );
  }
  pendingBytes += bytes;
  const running = work().finally(() => (pendingBytes -= bytes));
  return withDeadline(running);
}

/** The first reasons, and how many more there are. */
export function summarizeRefusals(refusals: readonly string[]): string[] {
  if (refusals.length <= REASONS_MAX) return [...refusals];
  return [...refusals.slice(0, REASONS_MAX), `and ${refusals.length - REASONS_MAX} more`];
}
