import { and, asc, desc, eq, gte, ilike, or, type SQL } from "drizzle-orm";
import { selfTraces } from "@/db/schema/self";
import { requireRole } from "@/lib/auth/require-role";
import type { Context } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { DAY_MS } from "@/lib/core/time";
import { type TraceList, type TraceQuery, traceQuerySchema, type TraceView } from "./schemas";

const ROWS_MAX = 50;
/** The slowest of days ago says little about now. Our choice. */
const SLOW_SINCE_MS = DAY_MS;

const contains = (text: string): string => `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;

const HEAD = {
  id: selfTraces.id,
  traceId: selfTraces.traceId,
  part: selfTraces.part,
  instance: selfTraces.instance,
  name: selfTraces.name,
  reason: selfTraces.reason,
  failed: selfTraces.failed,
  startedAt: selfTraces.startedAt,
  durationMs: selfTraces.durationMs,
};

/**
 * Stored traces of the product itself.
 *
 * @throws ForbiddenError below `operator`: spans tell queries and statements.
 */
export async function listTraces(ctx: Context, input: TraceQuery): Promise<TraceList> {
  requireRole(ctx, "operator");
  const { kind, q } = traceQuerySchema.parse(input);
  const wanted: (SQL | undefined)[] = [
    kind === "error" ? eq(selfTraces.failed, true) : undefined,
    kind === "slow" ? gte(selfTraces.startedAt, new Date(ctx.now() - SLOW_SINCE_MS)) : undefined,
    q ? or(eq(selfTraces.traceId, q.toLowerCase()), ilike(selfTraces.name, contains(q))) : undefined,
  ];
  const rows = await ctx.db
    .select(HEAD)
    .from(selfTraces)
    .where(and(...wanted))
    .orderBy(kind === "slow" ? desc(selfTraces.durationMs) : desc(selfTraces.startedAt), desc(selfTraces.id))
    .limit(ROWS_MAX);
  return { traces: rows.map((row) => ({ ...row, startedAt: row.startedAt.getTime() })) };
}

/**
 * One trace with the spans of every part.
 *
 * @throws NotFoundError when it was not kept, or is gone already; ForbiddenError below `operator`.
 */
export async function getTrace(ctx: Context, { id }: { id: string }): Promise<TraceView> {
  requireRole(ctx, "operator");
  const rows = await ctx.db
    .select({ ...HEAD, droppedSpans: selfTraces.droppedSpans, spans: selfTraces.spans })
    .from(selfTraces)
    .where(eq(selfTraces.traceId, id))
    .orderBy(asc(selfTraces.startedAt), asc(selfTraces.id))
    .limit(ROWS_MAX);
  if (rows.length === 0) throw new NotFoundError("stored trace", id);
  return {
    traceId: id,
    parts: rows.map(({ id: _id, traceId: _traceId, startedAt, spans, ...row }) => ({
      ...row,
      startedAt: startedAt.getTime(),
      spans: [...spans],
    })),
  };
}
