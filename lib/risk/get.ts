import { asc, desc, isNull, sql } from "drizzle-orm";
import { findings, riskScans } from "@/db/schema/risk";
import type { Context } from "@/lib/core/context";
import { FINDING_LEVELS } from "./constants";
import type { RiskView } from "./schemas";

/** Changes of the score that a chart can show; our choice. */
const HISTORY_MAX = 500;

/** The newest scan with its open findings, worst first, and how the score came to be. All empty before the first scan. */
export async function getRisk(ctx: Context): Promise<RiskView> {
  const levels = sql.raw(FINDING_LEVELS.map((level) => `'${level}'`).join(", "));
  const [scans, open] = await Promise.all([
    ctx.db.select().from(riskScans).orderBy(desc(riskScans.at)).limit(HISTORY_MAX),
    ctx.db
      .select()
      .from(findings)
      .where(isNull(findings.closedAt))
      .orderBy(
        sql`array_position(array[${levels}], ${findings.level})`,
        desc(findings.points),
        asc(findings.resourceId),
      ),
  ]);
  const [newest] = scans;
  return {
    score: newest?.score ?? null,
    scannedAt: newest?.at.getTime() ?? null,
    checked: newest?.checked ?? 0,
    unknown: newest?.unknown ?? 0,
    checks: newest?.breakdown ?? [],
    findings: open.map(({ id, checkId, resourceId, level, points, evidence, openedAt }) => ({
      id,
      checkId,
      resourceId,
      level,
      points,
      evidence,
      openedAt: openedAt.getTime(),
    })),
    // Both ends of the time in which the score was the same, so that a chart draws steps.
    history: scans
      .toReversed()
      .flatMap(({ sinceAt, at, score }) => [
        { at: sinceAt.getTime(), score },
        ...(at > sinceAt ? [{ at: at.getTime(), score }] : []),
      ]),
  };
}
