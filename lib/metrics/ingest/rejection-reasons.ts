/**
 * Why a sample, a series, a data point or a whole request was not taken. A closed list: it is a label of our own metrics
 * and a key of what people read under Settings, Sources.
 */
export const REJECTION_CODES = [
  // Labels
  "metric_name_missing",
  "metric_name_invalid",
  "label_name_missing",
  "label_name_invalid",
  "label_value_empty",
  "label_duplicate",
  "labels_not_sorted",
  "text_not_utf8",
  // Limits of a source, for one series
  "labels_too_many",
  "label_name_too_long",
  "label_value_too_long",
  "series_too_many",
  "new_series_too_many",
  // Times and values
  "timestamp_invalid",
  "too_far_in_future",
  "out_of_order",
  "duplicate_sample",
  // OTLP
  "data_unknown",
  "temporality_unspecified",
  "delta_overlap",
  "delta_not_monotonic",
  "delta_unsupported",
  "exponential_histogram",
  "data_point_malformed",
  // Remote-write
  "native_histogram",
  // Whole requests
  "rate_limited",
  "body_too_large",
  "body_malformed",
  "media_unsupported",
  "overloaded",
  "storage_unavailable",
  // A remote engine, for a reason in its own words
  "engine_refused",
] as const;
export type RejectionCode = (typeof REJECTION_CODES)[number];

/** Why one series or sample is refused, for the sender to read. */
export interface Fault {
  code: RejectionCode;
  /** A part of a sentence, after the name of the series: "its labels are not sorted". */
  text: string;
}

/** What was refused for one reason. */
export interface Rejection {
  code: RejectionCode;
  /** Samples (remote-write) or data points (OTLP); 0 where the request could not be read so far. */
  samples: number;
  /** The first of them in words, with the series or metric that it names. */
  example: string;
  /** Time of that sample, Unix ms as it was sent; absent where it is not about a time. */
  at?: number;
}

/** Longest example that is kept: labels are the sender's choice. */
const EXAMPLE_LENGTH_MAX = 500;

/** Counts refusals by reason and keeps the first of each as an example. */
export class RejectionTally {
  readonly #byCode = new Map<RejectionCode, Rejection>();

  add(code: RejectionCode, samples: number, example: string, at?: number): void {
    const known = this.#byCode.get(code);
    if (known) known.samples += samples;
    else
      this.#byCode.set(code, {
        code,
        samples,
        example: shorten(example),
        ...(at === undefined ? {} : { at }),
      });
  }

  list(): Rejection[] {
    return [...this.#byCode.values()];
  }
}

/** Not within a surrogate pair: a half of one cannot be stored. */
const shorten = (text: string): string =>
  text.length <= EXAMPLE_LENGTH_MAX ? text : `${text.slice(0, EXAMPLE_LENGTH_MAX).toWellFormed()}…`;
