import { formatSeries } from "@/lib/metrics/labels";
import type { Labels, RejectedSeries } from "@/lib/metrics/store";
import type { Fault } from "./rejection-reasons";

/** Longest series in an answer: Prometheus reads 1,024 bytes of it, and the reason comes after. */
const SERIES_LENGTH_MAX = 300;

function shortSeries(labels: Labels): string {
  const text = formatSeries(labels);
  // Not within a surrogate pair: a half of one cannot be sent.
  return text.length <= SERIES_LENGTH_MAX ? text : `${text.slice(0, SERIES_LENGTH_MAX).toWellFormed()}…`;
}

/** A refusal of samples of one series of a batch. */
export const rejection = (
  index: number,
  labels: Labels,
  { code, text }: Fault,
  samples: number,
): RejectedSeries => ({ index, code, reason: `series ${shortSeries(labels)}: ${text}`, samples });
