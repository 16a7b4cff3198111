import type { InvalidError } from "@/lib/core/errors";
import type { UnixMs } from "@/lib/core/time";
import type { MetricStore, RejectedSeries } from "@/lib/metrics/store";
import { WriteRequestDecoder } from "./decode-write-request";
import { observeSeries, type ObservedSeries } from "./observe-series";
import { rejection } from "./rejection";
import { RejectionTally, type Rejection } from "./rejection-reasons";
import { unpackSnappy } from "./snappy";
import { summarizeRefusals, withinBound, writeOptions } from "./write-limits";

/** Snappy packs label text to about a fifth. */
export const UNPACKED_BYTES_MAX = 64 * 1024 * 1024;

const decoder = new WriteRequestDecoder();

export interface RemoteWriteResult {
  accepted: number;
  rejected: readonly Rejection[];
  observed: ObservedSeries;
  /** One line a refused series, at most REASONS_MAX of them, and how many more there are. Empty: all was taken. */
  refusals: readonly string[];
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
    const tally = new RejectionTally();
    const refusals: string[] = [];
    const refuse = ({ code, reason, samples }: RejectedSeries): void => {
      tally.add(code, samples, reason);
      refusals.push(reason);
    };
    series.forEach(({ labels, fault, t }, index) => {
      if (fault !== null) refuse(rejection(index, labels, fault, t.length));
    });
    const good = series.filter(({ fault }) => fault === null);
    const outcome = await store.write(
      { series: good, metadata: metadata.filter(({ metric }) => metric !== "") },
      writeOptions(now),
    );
    outcome.rejected.forEach(refuse);
    return {
      accepted: outcome.accepted,
      rejected: tally.list(),
      observed: observeSeries(good, outcome.rejected),
      refusals: summarizeRefusals(refusals),
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
