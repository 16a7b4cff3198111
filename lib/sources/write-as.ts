import type { Context } from "@/lib/core/context";
import { observeSeries } from "@/lib/metrics/ingest/observe-series";
import type { SampleBatch, WriteOutcome } from "@/lib/metrics/store";
import type { InternalSender } from "./constants";
import { recordInternalIngest } from "./record-ingest";

/** Writes metrics that a part of the product makes itself, so that they are listed as a source of their own. */
export async function writeAs(
  ctx: Pick<Context, "metrics" | "db" | "now">,
  sender: InternalSender,
  batch: SampleBatch,
): Promise<WriteOutcome> {
  const outcome = await ctx.metrics.write(batch);
  const observed = observeSeries(batch.series, outcome.rejected);
  recordInternalIngest(ctx, sender, { accepted: outcome.accepted, observed });
  return outcome;
}
