import { InvalidError } from "@/lib/core/errors";
import type { UnixMs } from "@/lib/core/time";
import type { MetricStore, WriteOutcome } from "@/lib/metrics/store";
import { observeSeries, type ObservedSeries } from "./observe-series";
import type { OtlpEncoding, OtlpResult } from "./otlp-answer";
import { decodeOtlpJson } from "./otlp-json";
import { decodeOtlpProtobuf } from "./otlp-protobuf";
import type { Rejection } from "./rejection-reasons";
import type { OtlpSeries } from "./otlp-series";
import { translateOtlp, type OtlpTranslation } from "./otlp-translate";
import { summarizeRefusals, withinBound, writeOptions } from "./write-limits";

/** Unpacked body. A batch of the Collector, 8,192 points, is 1 to 4 MB, and three times that as JSON. */
export const OTLP_BYTES_MAX = 32 * 1024 * 1024;

export interface OtlpReceipt extends OtlpResult {
  /** Samples, of which a histogram's data point has several. */
  accepted: number;
  rejected: readonly Rejection[];
  observed: ObservedSeries;
}

/**
 * Stores an OTLP metrics request. Good data points are kept when others are refused.
 *
 * @param body an `ExportMetricsServiceRequest`, not packed any more.
 * @throws InvalidError when the body is malformed: nothing was stored. LimitError when it is too large. UnavailableError
 *   when the database does not take it now: send it again, a repetition changes nothing.
 */
export async function receiveOtlp(
  store: MetricStore,
  body: Uint8Array,
  encoding: OtlpEncoding,
  now: UnixMs,
): Promise<OtlpReceipt> {
  return withinBound(body.length, async () => {
    const resources = encoding === "json" ? decodeOtlpJson(utf8(body)) : decodeOtlpProtobuf(body);
    const translation = translateOtlp(resources);
    const { series, metadata, refusals, refused, rejected } = translation;
    if (series.length === 0)
      return {
        accepted: 0,
        rejected: rejected.list(),
        observed: observeSeries([]),
        rejectedDataPoints: refused,
        message: describe(refusals),
      };
    const outcome = await store.write({ series, metadata }, writeOptions(now));
    for (const { code, samples, reason } of outcome.rejected) rejected.add(code, samples, reason);
    return {
      accepted: outcome.accepted,
      rejected: rejected.list(),
      observed: observeSeries(series, outcome.rejected),
      rejectedDataPoints: refused + countRejected(translation, outcome),
      message: describe([...refusals, ...outcome.rejected.map(({ reason }) => reason)]),
    };
  });
}

const describe = (refusals: readonly string[]): string => summarizeRefusals(refusals).join("\n");

/** Data points of which at least one sample was refused. */
function countRejected({ series, partlyRefused }: OtlpTranslation, { rejected }: WriteOutcome): number {
  const points = new Set(partlyRefused);
  for (const { index, samples } of rejected) {
    // The store says how many, not which ones: the oldest, when they came too late. The number is right either way.
    const { points: all } = series[index] as OtlpSeries;
    for (const point of all.slice(0, samples)) if (point !== null) points.add(point);
  }
  return points.size;
}

function utf8(body: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch (cause) {
    throw new InvalidError("The body is not UTF-8.", { cause, place: "body" });
  }
}
