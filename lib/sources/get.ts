import { and, desc, eq, gte, max, min, sql, sum } from "drizzle-orm";
import type { Database } from "@/db/client";
import { ingestRejections, ingestTargets } from "@/db/schema/sources";
import { requireRole } from "@/lib/auth/require-role";
import type { Context } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { DAY_MS } from "@/lib/core/time";
import { REJECTION_CODES } from "@/lib/metrics/ingest/rejection-reasons";
import { SKETCH_ERROR_RATIO } from "@/lib/metrics/ingest/series-sketch";
import type { SourceDetails } from "./schemas";
import { readSources } from "./source-view";

const TARGETS_SHOWN = 100;

/** One source with what it sends for and why something was refused. @throws NotFoundError */
export async function getSource(ctx: Context, { id }: { id: string }): Promise<SourceDetails> {
  requireRole(ctx, "viewer");
  const now = ctx.now();
  const [found] = await readSources(ctx.db, now, id);
  if (!found) throw new NotFoundError("source", id);
  const { requests, samples, bytes, rejectedSamples, refusedRequests, throttledRequests } = found.source;
  const since = new Date(now - DAY_MS);
  return {
    ...found.view,
    seriesErrorRatio: SKETCH_ERROR_RATIO,
    totals: { requests, samples, bytes, rejectedSamples, refusedRequests, throttledRequests },
    rejections: await readRejections(ctx.db, id, since),
    ...(await readTargets(ctx.db, id, since)),
  };
}

async function readRejections(db: Database, id: string, since: Date): Promise<SourceDetails["rejections"]> {
  const { code, samples, requests, at, example, exampleAt, sampleAt, sourceId } = ingestRejections;
  const rows = await db
    .select({
      code,
      samples: sum(samples).mapWith(Number),
      requests: sum(requests).mapWith(Number),
      firstAt: min(at),
      lastAt: max(exampleAt),
      example: sql<string>`(array_agg(${example} order by ${exampleAt} desc))[1]`,
      sampleAt: sql<number | null>`(array_agg(${sampleAt} order by ${exampleAt} desc))[1]`,
    })
    .from(ingestRejections)
    .where(and(eq(sourceId, id), gte(at, since)))
    .groupBy(code)
    .orderBy(desc(max(exampleAt)));
  return rows.flatMap(({ code: text, firstAt, lastAt, ...row }) => {
    // A reason of another version of the product has no words here.
    const known = REJECTION_CODES.find((reason) => reason === text);
    if (!known || !firstAt || !lastAt) return [];
    return [{ ...row, code: known, firstAt: firstAt.getTime(), lastAt: lastAt.getTime() }];
  });
}

async function readTargets(
  db: Database,
  id: string,
  since: Date,
): Promise<Pick<SourceDetails, "targets" | "moreTargets">> {
  const recent = and(eq(ingestTargets.sourceId, id), gte(ingestTargets.lastSeenAt, since));
  const [rows, all] = await Promise.all([
    db
      .select()
      .from(ingestTargets)
      .where(recent)
      .orderBy(desc(ingestTargets.lastSeenAt), ingestTargets.job, ingestTargets.instance)
      .limit(TARGETS_SHOWN),
    db.$count(ingestTargets, recent),
  ]);
  return {
    targets: rows.map(({ job, instance, samples, lastSeenAt }) => ({
      job,
      instance,
      samples,
      lastSeenAt: lastSeenAt.getTime(),
    })),
    moreTargets: Math.max(0, all - rows.length),
  };
}
