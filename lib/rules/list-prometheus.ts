import { asc, eq } from "drizzle-orm";
import { ruleFiles, ruleGroups } from "@/db/schema/rules";
import { listPrometheusAlerting, PROMETHEUS_HEALTH } from "@/lib/alarms";
import { EVALUATION_PERIOD_MS } from "@/lib/alarms/constants";
import type { Context } from "@/lib/core/context";
import { type ListedRecording, listRecordings } from "./list";

type AlertingView = Awaited<ReturnType<typeof listPrometheusAlerting>>[number]["view"];

/** A recording rule in the format of `/api/v1/rules`. Times in seconds. */
function recordingView(rule: ListedRecording) {
  return {
    name: rule.record,
    query: rule.expr,
    ...(Object.keys(rule.labels).length > 0 && { labels: rule.labels }),
    health: PROMETHEUS_HEALTH[rule.health],
    ...(rule.lastError !== null && { lastError: rule.lastError }),
    evaluationTime: (rule.evaluationMs ?? 0) / 1000,
    lastEvaluation: timeOf(rule.lastEvaluatedAt),
    type: "recording" as const,
  };
}

type RuleView = AlertingView | ReturnType<typeof recordingView>;

/** Go's zero time, by which Prometheus says "never". */
const NEVER = "0001-01-01T00:00:00Z";
const timeOf = (at: Date | null): string => at?.toISOString() ?? NEVER;

/** The name of the group, and file, of the alarm rules that came with the product. */
const OWN = "evenkeel";

/**
 * The data of `GET /api/v1/rules`: the groups of every rule file, and the alarm rules that came with the product as a
 * group of their own.
 *
 * @param type `alert`, `record`, or all when absent. A group without such a rule is there, empty, as in Prometheus 2.42.
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/#rules
 */
export async function listPrometheusRules(ctx: Context, type?: "alert" | "record") {
  const [alerting, recordings, groups] = await Promise.all([
    listPrometheusAlerting(ctx),
    listRecordings(ctx.db),
    ctx.db
      .select({ group: ruleGroups, file: ruleFiles.name })
      .from(ruleGroups)
      .innerJoin(ruleFiles, eq(ruleGroups.fileId, ruleFiles.id))
      .orderBy(asc(ruleFiles.name), asc(ruleGroups.name)),
  ]);
  const wanted = (rules: readonly RuleView[]): RuleView[] =>
    rules.filter((rule) => type === undefined || (type === "record") === (rule.type === "recording"));
  const ofFiles = groups.map(({ group, file }) => ({
    name: group.name,
    file,
    rules: wanted(
      [
        ...recordings
          .filter(({ groupId }) => groupId === group.id)
          .map((rule) => ({ position: rule.position, view: recordingView(rule) })),
        ...alerting
          .filter(({ row }) => row.groupId === group.id)
          .map(({ row, view }) => ({ position: row.position ?? 0, view })),
      ]
        .sort((a, b) => a.position - b.position)
        .map(({ view }) => view),
    ),
    interval: group.intervalMs / 1000,
    limit: group.limit,
    evaluationTime: (group.evaluationMs ?? 0) / 1000,
    lastEvaluation: timeOf(group.lastEvaluatedAt),
  }));
  const own = alerting.filter(({ row }) => row.groupId === null);
  if (own.length === 0) return { groups: ofFiles };
  const last = Math.max(0, ...own.map(({ row }) => row.lastEvaluatedAt?.getTime() ?? 0));
  const ownGroup = {
    name: OWN,
    file: OWN,
    rules: wanted(own.map(({ view }) => view)),
    interval: EVALUATION_PERIOD_MS / 1000,
    limit: 0,
    evaluationTime: own.reduce((sum, { view }) => sum + view.evaluationTime, 0),
    lastEvaluation: timeOf(last === 0 ? null : new Date(last)),
  };
  return { groups: [ownGroup, ...ofFiles] };
}
