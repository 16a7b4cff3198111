import { HOUR_MS, SECOND_MS, type UnixMs } from "@/lib/core/time";
import type { IngestLimits } from "@/lib/metrics/constants";
import { ActiveSeries } from "./active-series";
import type { Fault } from "./rejection-reasons";
import type { SeriesMark } from "./series-mark";
import { TokenBucket } from "./token-bucket";

/** What may come at once after a pause: as long as a sender's retries commonly take. Mimir's default is 20. */
const BURST_S = 10;
/** Longest that a sender is told to wait: Prometheus then sends nothing at all, and a limit may be raised meanwhile. Our choice. */
const RETRY_AFTER_MAX_S = 10;

/**
 * What one source has sent of late, against what it may send. One a source and process: where several web processes
 * take writes, each lets through as many samples and new series as the limits say, while active series, which sooner or
 * later reach all of them, are counted about right by each.
 */
export class SourceMeter {
  readonly #samples = new TokenBucket();
  readonly #newSeries = new TokenBucket();
  readonly #active = new ActiveSeries();

  /** Seconds after which the sender may try again; 0 when a request is taken now. */
  retryAfterS({ samplesPerSecond }: IngestLimits, now: UnixMs): number {
    const waitMs = this.#samples.waitMs(samplesPerSecond, samplesPerSecond * BURST_S, now);
    return Math.min(Math.ceil(waitMs / SECOND_MS), RETRY_AFTER_MAX_S);
  }

  /** Counts samples of a request that is let through; a negative number gives back those that could not be stored. */
  takeSamples(samples: number, { samplesPerSecond }: IngestLimits, now: UnixMs): void {
    this.#samples.take(samples, samplesPerSecond, samplesPerSecond * BURST_S, now);
  }

  /** Why a series of a request breaks the limits, or null, and then it is counted. */
  admitSeries(mark: SeriesMark, limits: IngestLimits, now: UnixMs): Fault | null {
    const fault = findLabelLimitFault(mark, limits);
    if (fault !== null) return fault;
    if (this.#active.note(mark, limits.activeSeries, now)) return null;
    return {
      code: "series_too_many",
      text: `it is new, and the limit of ${limits.activeSeries} active series of this source is reached`,
    };
  }

  /** Why a series that the store has never seen is not made now, or null, and then it is counted. */
  admitNewSeries({ newSeriesPerHour }: IngestLimits, now: UnixMs): Fault | null {
    const perSecond = newSeriesPerHour / (HOUR_MS / SECOND_MS);
    if (this.#newSeries.waitMs(perSecond, newSeriesPerHour, now) === 0) {
      this.#newSeries.take(1, perSecond, newSeriesPerHour, now);
      return null;
    }
    return {
      code: "new_series_too_many",
      text: `it is new, and the limit of ${newSeriesPerHour} new series an hour of this source is reached`,
    };
  }

  activeSeries(now: UnixMs): number {
    return this.#active.count(now);
  }
}

function findLabelLimitFault(mark: SeriesMark, limits: IngestLimits): Fault | null {
  if (mark.labels > limits.labelsPerSeries)
    return {
      code: "labels_too_many",
      text: `it has ${mark.labels} labels; the limit is ${limits.labelsPerSeries}`,
    };
  if (mark.longestName.length > limits.labelNameLength)
    return {
      code: "label_name_too_long",
      text: `the name of the label ${mark.longestName.slice(0, 80)}… has ${mark.longestName.length} characters; the limit is ${limits.labelNameLength}`,
    };
  if (mark.longestValue > limits.labelValueLength)
    return {
      code: "label_value_too_long",
      text: `the value of the label ${mark.longestValueOf} has ${mark.longestValue} characters; the limit is ${limits.labelValueLength}`,
    };
  return null;
}

/** Sources of this process. Their number is that of the tokens and people who write. */
const meters = new Map<string, SourceMeter>();

export function meterOf(sourceId: string): SourceMeter {
  let meter = meters.get(sourceId);
  if (!meter) meters.set(sourceId, (meter = new SourceMeter()));
  return meter;
}
