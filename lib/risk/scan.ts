import { and, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { resources } from "@/db/schema/resources";
import { findings, riskScans } from "@/db/schema/risk";
import { recordAudit } from "@/lib/audit/record";
import { requireRole } from "@/lib/auth/require-role";
import type { Context } from "@/lib/core/context";
import { publishLive } from "@/lib/live/publish";
import { RISK_CHECKS } from "./catalogue";
import type { RiskCheck } from "./check";
import { getRisk } from "./get";
import { readValues } from "./read-values";
import { runChecks } from "./run-checks";
import type { CheckResult, RiskView } from "./schemas";
import { type Score, type ScoredFinding, scorePairs } from "./score";

/**
 * Scans at a person's wish.
 *
 * @returns the new scan.
 * @throws ForbiddenError when the actor is below `operator`.
 */
export async function requestScan(ctx: Context): Promise<RiskView> {
  requireRole(ctx, "operator");
  const { id: scanId } = await scanRisks(ctx);
  await recordAudit(ctx.db, ctx, { action: "risk.scan", subject: scanId });
  return getRisk(ctx);
}

/**
 * Runs all checks over all running resources and stores what they found: findings are opened, kept or closed, and a scan
 * that differs from the last one in anything is kept in the history.
 *
 * @returns the scan that is now the newest.
 */
export async function scanRisks(ctx: Context): Promise<{ id: string; score: number | null }> {
  const fleet = await ctx.db.select().from(resources).where(eq(resources.state, "running"));
  const values = await readValues(ctx, RISK_CHECKS, fleet);
  const now = ctx.now();
  return ctx.db.transaction(async (tx) => {
    // Two scans at once, a person's and the worker's, would both open what they find first.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('risk.scan'))`);
    const open = await tx.select().from(findings).where(isNull(findings.closedAt)).for("update");
    const pairs = runChecks({ checks: RISK_CHECKS, resources: fleet, values, open, now });
    const score = scorePairs(pairs);
    const { id, isNew } = await storeScan(tx, score, new Date(now));
    await storeFindings(tx, id, score.findings, open, new Date(now));
    if (isNew) await publishLive(tx, { topic: "risk" });
    return { id, score: score.score };
  });
}

async function storeScan(tx: Transaction, score: Score, at: Date): Promise<{ id: string; isNew: boolean }> {
  const breakdown = RISK_CHECKS.map((check) => describeCheck(check, score));
  const { checked, failed, unknown } = score;
  const [last] = await tx.select().from(riskScans).orderBy(desc(riskScans.at)).limit(1);
  // Compared as PostgreSQL stores it: keys in its own order.
  const same =
    last !== undefined &&
    last.score === score.score &&
    fingerprint(last.breakdown) === fingerprint(breakdown);
  if (same) {
    await tx.update(riskScans).set({ at }).where(eq(riskScans.id, last.id));
    return { id: last.id, isNew: false };
  }
  const [scan] = await tx
    .insert(riskScans)
    .values({ score: score.score, checked, failed, unknown, breakdown, sinceAt: at, at })
    .returning({ id: riskScans.id });
  if (!scan) throw new Error("The scan was not stored.");
  return { id: scan.id, isNew: true };
}

const fingerprint = (breakdown: readonly CheckResult[]): string =>
  breakdown
    .map(({ checkId, checked, failed, unknown, points }) => [checkId, checked, failed, unknown, points])
    .join(";");

function describeCheck(check: RiskCheck, score: Score): CheckResult {
  const counted = score.byCheck.get(check.id) ?? { weight: 0, checked: 0, failed: 0, unknown: 0, points: 0 };
  return {
    checkId: check.id,
    title: check.title.en,
    titleZh: check.title.zh,
    why: check.why.en,
    whyZh: check.why.zh,
    advice: check.advice.en,
    adviceZh: check.advice.zh,
    pillar: check.pillar,
    level: check.level,
    ...counted,
  };
}

type OpenRow = Pick<typeof findings.$inferSelect, "id" | "checkId" | "resourceId">;

async function storeFindings(
  tx: Transaction,
  scanId: string,
  found: readonly ScoredFinding[],
  open: readonly OpenRow[],
  at: Date,
): Promise<void> {
  const key = ({ checkId, resourceId }: Pick<OpenRow, "checkId" | "resourceId">) =>
    `${checkId}/${resourceId}`;
  const before = new Map(open.map((row) => [key(row), row.id]));
  for (const finding of found) {
    const id = before.get(key(finding));
    before.delete(key(finding));
    if (id === undefined) await tx.insert(findings).values({ ...finding, scanId, openedAt: at });
    else
      await tx
        .update(findings)
        .set({ ...finding, scanId })
        .where(eq(findings.id, id));
  }
  const gone = [...before.values()];
  if (gone.length > 0)
    await tx
      .update(findings)
      .set({ closedAt: at, scanId })
      .where(and(inArray(findings.id, gone), isNull(findings.closedAt)));
}
