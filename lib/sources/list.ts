import { requireRole } from "@/lib/auth/require-role";
import type { Context } from "@/lib/core/context";
import { SKETCH_ERROR_RATIO } from "@/lib/metrics/ingest/series-sketch";
import type { SourceList } from "./schemas";
import { readSources } from "./source-view";

/** Everyone who sends metrics or did so in the last 30 days, the busiest first. */
export async function listSources(ctx: Context): Promise<SourceList> {
  requireRole(ctx, "viewer");
  const sources = await readSources(ctx.db, ctx.now());
  return {
    sources: sources
      .map(({ view }) => view)
      .sort((a, b) => b.samplesPerS - a.samplesPerS || b.lastSeenAt - a.lastSeenAt),
    seriesErrorRatio: SKETCH_ERROR_RATIO,
  };
}
