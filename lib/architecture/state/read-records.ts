import { and, asc, gt, gte, isNotNull, isNull, lte, min, or } from "drizzle-orm";
import { ruleEvaluationSpans } from "@/db/schema/alarms";
import { injections } from "@/db/schema/experiments";
import { findings, riskScans } from "@/db/schema/risk";
import type { Context } from "@/lib/core/context";
import type { UnixMs } from "@/lib/core/time";
import { FINDING_LEVELS } from "@/lib/risk/constants";
import type { NodeState } from "../schemas";

/** Findings that were open then, worst first. */
export async function readFindings({ db }: Context, at: UnixMs): Promise<NodeState["risks"]> {
  const moment = new Date(at);
  const rows = await db
    .select({
      id: findings.id,
      checkId: findings.checkId,
      level: findings.level,
      resource: findings.resourceId,
    })
    .from(findings)
    .where(and(lte(findings.openedAt, moment), or(isNull(findings.closedAt), gt(findings.closedAt, moment))));
  return rows.sort((a, b) => FINDING_LEVELS.indexOf(a.level) - FINDING_LEVELS.indexOf(b.level));
}

/** Faults that acted then: from their beginning to their undo, or their deadline, whichever came first. */
export async function readFaults({ db }: Context, at: UnixMs): Promise<NodeState["faults"]> {
  const moment = new Date(at);
  const rows = await db
    .select()
    .from(injections)
    .where(
      and(
        isNotNull(injections.activeFrom),
        lte(injections.activeFrom, moment),
        gt(injections.deadline, moment),
        or(isNull(injections.undoneAt), gt(injections.undoneAt, moment)),
      ),
    )
    .orderBy(asc(injections.activeFrom));
  return rows.map(({ id, runId, faultId, resourceId, activeFrom, deadline, undoneAt }) => ({
    id,
    runId,
    faultId,
    resource: resourceId,
    from: activeFrom?.getTime() ?? at,
    until: (undoneAt ?? deadline).getTime(),
  }));
}

/**
 * Rules are evaluated one after another, so their spans end at slightly different moments: our choice, three periods of the
 * evaluation, as where the alarms page calls itself unwatched.
 */
const EVALUATION_SLACK_MS = 15_000;

/** Whether rules were being evaluated then. */
export async function wereAlarmsWatched({ db }: Context, at: UnixMs): Promise<boolean> {
  const [span] = await db
    .select({ id: ruleEvaluationSpans.id })
    .from(ruleEvaluationSpans)
    .where(
      and(
        lte(ruleEvaluationSpans.fromAt, new Date(at)),
        gte(ruleEvaluationSpans.toAt, new Date(at - EVALUATION_SLACK_MS)),
      ),
    )
    .limit(1);
  return span !== undefined;
}

/** Whether a scan for risks had been made by then. */
export async function wereRisksScanned({ db }: Context, at: UnixMs): Promise<boolean> {
  const [first] = await db.select({ at: min(riskScans.sinceAt) }).from(riskScans);
  return first?.at != null && first.at.getTime() <= at;
}
