import type { InvalidError } from "@/lib/core/errors";
import type { MetricStore, RejectedSeries } from "@/lib/metrics/store";
import { admitSeries, type IngestFrom } from "./admit-series";
import { WriteRequestDecoder } from "./decode-write-request";
import { observeSeries, type ObservedSeries } from "./observe-series";
import { rejection } from "./rejection";
import { RejectionTally, type Rejection } from "./rejection-reasons";
import { unpackSnappy } from "./snappy";
import { meterOf } from "./source-meter";
import { metered, requireRate, summarizeRefusals, writeOptions } from "./write-limits";

/** Snappy packs label text to about a fifth. */
export const UNPACKED_BYTES_MAX = 64 * 1024 * 1024;

const decoder = new WriteRequestDecoder();

export interface RemoteWriteResult {
  accepted: number;
  activeSeries: number;
  rejected: readonly Rejection[];
  observed: ObservedSeries;
  /** One line a refused series, at most REASONS_MAX of them, and how many more there are. Empty: all was taken. */
  refusals: readonly string[];
}

/**
 * Stores a remote-write 1.0 request. Good series are kept when others are refused.
 *
 * @param body a snappy block with a protobuf `prometheus.WriteRequest`.
 * @throws InvalidError when the body is malformed: nothing was stored. LimitError when it claims too much, or, with the
 *   time to wait, when the source sends too fast. UnavailableError when the database does not take it now: send it again.
 */
export async function receiveRemoteWrite(
  store: MetricStore,
  body: Uint8Array,
  from: IngestFrom,
): Promise<RemoteWriteResult> {
  requireRate(from);
  const { series, metadata } = decoder.decode(unpackSnappy(body, UNPACKED_BYTES_MAX));
  const tally = new RejectionTally();
  const refusals: string[] = [];
  const refuse = ({ code, reason, samples, at }: Omit<RejectedSeries, "index">): void => {
    tally.add(code, samples, reason, at);
    refusals.push(reason);
  };
  const wellFormed = series.filter(({ labels, fault, t, histograms }) => {
    if (fault !== null) refuse(rejection(0, labels, fault, t.length + histograms));
    // Prometheus sends exemplars in series of their own: without a sample there is nothing to store.
    return fault === null && t.length > 0;
  });
  const good = admitSeries(wellFormed, from, ({ labels }, fault, samples) =>
    refuse(rejection(0, labels, fault, samples)),
  );
  const samples = good.reduce((sum, { t }) => sum + t.length, 0);
  const batch = { series: good, metadata: metadata.filter(({ metric }) => metric !== "") };
  const outcome = await metered(from, samples, () => store.write(batch, writeOptions(from)));
  outcome.rejected.forEach(refuse);
  return {
    accepted: outcome.accepted,
    activeSeries: meterOf(from.sourceId).activeSeries(from.now),
    rejected: tally.list(),
    observed: observeSeries(good, outcome.rejected),
    refusals: summarizeRefusals(refusals),
  };
}

/** Why the headers of a request rule it out, or null: answered with 415. */
export function findMediaFault(headers: Headers): string | null {
  // Without one it is taken for what it must be, as in Prometheus.
  const encoding = headers.get("content-encoding") ?? "snappy";
  if (encoding.toLowerCase() !== "snappy") return `The Content-Encoding is ${encoding}; it must be snappy.`;
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
