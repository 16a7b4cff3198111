import { formatSeries } from "@/lib/metrics/labels";
import type { Labels, RejectedSeries } from "@/lib/metrics/store";
import type { Fault } from "./rejection-reasons";

/** A refusal of samples of one series of a batch. */
export const rejection = (
  index: number,
  labels: Labels,
  { code, text }: Fault,
  samples: number,
): RejectedSeries => ({ index, code, reason: `series ${formatSeries(labels)}: ${text}`, samples });
