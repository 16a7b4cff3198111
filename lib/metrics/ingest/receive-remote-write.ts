import { type InvalidError, UnavailableError } from "@/lib/core/errors";
import { HOUR_MS, MINUTE_MS, type UnixMs } from "@/lib/core/time";
import { formatSeries } from "@/lib/metrics/labels";
import type { MetricStore } from "@/lib/metrics/store";
import { WriteRequestDecoder } from "./decode-write-request";
import { unpackSnappy } from "./snappy";

/** Packed body. Prometheus sends about 2,000 samples (100 kB) at a time; 10,000 series with long labels are below 10 MB. */
export const PACKED_BYTES_MAX = 16 * 1024 * 1024;
/** Snappy packs label text to about a fifth. */
export const UNPACKED_BYTES_MAX = 64 * 1024 * 1024;
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

const decoder = new WriteRequestDecoder();
let pendingBytes = 0;

export interface RemoteWriteResult {
  accepted: number;
  /** One line a refused series, at most REASONS_MAX of them, and how many more there are. Empty: all was taken. */
  refusals: readonly string[];
}

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
async function withinBound<T>(bytes: number, work: () => Promise<T>): Promise<T> {
  if (pendingBytes + bytes > PENDING_BYTES_MAX) {
    throw new UnavailableError(
      "Too many writes are waiting for the metrics database; send this one again later.",
    );
  }
  pendingBytes += bytes;
  const running = work().finally(() => (pendingBytes -= bytes));
  return withDeadline(running);
}

function summarize(refusals: readonly string[]): string[] {
  if (refusals.length <= REASONS_MAX) return [...refusals];
  return [...refusals.slice(0, REASONS_MAX), `and ${refusals.length - REASONS_MAX} more series`];
}

/**
 * Stores a remote-write 1.0 request. Good series are kept when others are refused.
 *
 * @param body a snappy block with a protobuf `prometheus.WriteRequest`.
 * @throws InvalidError when the body is malformed: nothing was stored. LimitError when it claims too much. UnavailableError
 *   when the database does not take it now: send it again.
 */
export async function receiveRemoteWrite(
  store: MetricStore,
  body: Uint8Array,
  now: UnixMs,
): Promise<RemoteWriteResult> {
  const message = unpackSnappy(body, UNPACKED_BYTES_MAX);
  return withinBound(message.length, async () => {
    const { series, metadata } = decoder.decode(message);
    const good = series.filter(({ fault }) => fault === null);
    const refusals = series
      .filter(({ fault }) => fault !== null)
      .map(({ labels, fault }) => `series ${formatSeries(labels)}: ${fault}`);
    const outcome = await store.write(
      { series: good, metadata: metadata.filter(({ metric }) => metric !== "") },
      { outOfOrderMs: OUT_OF_ORDER_MS, notAfter: now + FUTURE_MS },
    );
    return {
      accepted: outcome.accepted,
      refusals: summarize([...refusals, ...outcome.rejected.map(({ reason }) => reason)]),
    };
  });
}

/** Why the headers of a request rule it out, or null: answered with 415. */
export function findMediaFault(headers: Headers): string | null {
  const encoding = headers.get("content-encoding");
  if (encoding !== "snappy") return `The Content-Encoding is ${encoding ?? "missing"}; it must be snappy.`;
  const type = headers.get("content-type") ?? "application/x-protobuf";
  const [media = "", ...parameters] = type.split(";").map((part) => part.trim());
  const proto = parameters.find((parameter) => parameter.startsWith("proto="));
  if (
    media !== "application/x-protobuf" ||
    (proto ?? "proto=prometheus.WriteRequest") !== "proto=prometheus.WriteRequest"
  ) {
    return `The Content-Type is ${type}; it must be application/x-protobuf with a prometheus.WriteRequest (remote-write 1.0).`;
  }
  return null;
}

/** The sender's error as one text, with its place. */
export const describeInvalid = (error: InvalidError): string =>
  error.place === undefined ? error.message : `${error.message} (${error.place})`;
