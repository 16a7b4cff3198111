import { InvalidError } from "@/lib/core/errors";
import type { MetricStore, RejectedSeries } from "@/lib/metrics/store";
import { admitSeries, type IngestFrom } from "./admit-series";
import { observeSeries, type ObservedSeries } from "./observe-series";
import type { OtlpEncoding, OtlpResult } from "./otlp-answer";
import { decodeOtlpJson } from "./otlp-json";
import { decodeOtlpProtobuf } from "./otlp-protobuf";
import { rejection } from "./rejection";
import type { Fault, Rejection } from "./rejection-reasons";
import type { OtlpSeries } from "./otlp-series";
import { meterOf } from "./source-meter";
import { translateOtlp } from "./otlp-translate";
import { metered, requireRate, summarizeRefusals, writeOptions } from "./write-limits";

/** Unpacked body. A batch of the Collector, 8,192 points, is 1 to 4 MB, and three times that as JSON. */
export const OTLP_BYTES_MAX = 32 * 1024 * 1024;

export interface OtlpReceipt extends OtlpResult {
  /** Samples, of which a histogram's data point has several. */
  accepted: number;
  activeSeries: number;
  rejected: readonly Rejection[];
  observed: ObservedSeries;
}

/**
 * Stores an OTLP metrics request. Good data points are kept when others are refused.
 *
 * @param body an `ExportMetricsServiceRequest`, not packed any more.
 * @throws InvalidError when the body is malformed: nothing was stored. LimitError when it is too large, or, with the time
 *   to wait, when the source sends too fast. UnavailableError when the database does not take it now: send it again, a
 *   repetition changes nothing.
 */
export async function receiveOtlp(
  store: MetricStore,
  body: Uint8Array,
  encoding: OtlpEncoding,
  from: IngestFrom,
): Promise<OtlpReceipt> {
  requireRate(from);
  const resources = encoding === "json" ? decodeOtlpJson(utf8(body)) : decodeOtlpProtobuf(body);
  const translation = translateOtlp(resources);
  const { metadata, refused, refusals, rejected, partlyRefused } = translation;
  const reasons = new Set(refusals);
  const refusedPoints = new Set(partlyRefused);
  const refuse = (
    points: OtlpSeries["points"],
    { code, reason, samples, at }: Omit<RejectedSeries, "index">,
  ) => {
    const before = refusedPoints.size;
    // Which ones is not told: the oldest, when they came too late. The number is right either way.
    for (const point of points.slice(0, samples)) if (point !== null) refusedPoints.add(point);
    if (refusedPoints.size > before) rejected.add(code, refusedPoints.size - before, reason, at);
    reasons.add(reason);
  };
  const refuseSeries = ({ labels, points }: OtlpSeries, fault: Fault, samples: number): void =>
    refuse(points, rejection(0, labels, fault, samples));
  const series = admitSeries(translation.series, from, refuseSeries);
  const deltas = admitSeries(translation.deltas, from, refuseSeries);
  const all = [...series, ...deltas];
  let accepted = 0;
  let observed = observeSeries([]);
  if (all.length > 0) {
    const samples = all.reduce((sum, { t }) => sum + t.length, 0);
    const outcome = await metered(from, samples, () =>
      store.write({ series, deltas, metadata }, writeOptions(from)),
    );
    for (const one of outcome.rejected) refuse((all[one.index] as OtlpSeries).points, one);
    accepted = outcome.accepted;
    observed = observeSeries(all, outcome.rejected);
  }
  return {
    accepted,
    activeSeries: meterOf(from.sourceId).activeSeries(from.now),
    rejected: rejected.list(),
    observed,
    rejectedDataPoints: refused + refusedPoints.size,
    message: summarizeRefusals([...reasons]).join("\n"),
  };
}

function utf8(body: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch (cause) {
    throw new InvalidError("The body is not UTF-8.", { cause, place: "body" });
  }
}
