import { and, eq, gt, isNotNull, isNull, ne } from "drizzle-orm";
import type { Database } from "@/db/client";
import { alarmRules, alarms } from "@/db/schema/alarms";
import { injections } from "@/db/schema/experiments";
import { findings } from "@/db/schema/risk";
import type { Context } from "@/lib/core/context";
import { processSingleton } from "@/lib/core/once";
import { SECOND_MS } from "@/lib/core/time";
import type { ResourceView } from "./schemas";

/** Many readers and keystrokes share one read for so long. Our choice: an evaluation of alarms takes longer. */
const KEEP_MS = 2 * SECOND_MS;

export type Conditions = Pick<ResourceView, "alarms" | "findings" | "faults">;

/** Who it is about: a resource by id, by what it is a member of, or by job and instance. */
export interface ConditionSubject {
  id: string;
  cluster: string | null;
}

const NONE: Conditions = {
  alarms: { firing: 0, worst: null },
  findings: { open: 0, worst: null },
  faults: 0,
};

const SEVERITY_ORDER = ["critical", "warning", "info"] as const;
const LEVEL_ORDER = ["high", "medium", "low"] as const;

type Alarms = Conditions["alarms"];
type Findings = Conditions["findings"];

export interface ConditionIndex {
  alarmsOfResource: ReadonlyMap<string, Alarms>;
  /** Alarms on a cluster as a whole are about each of its members. */
  alarmsOfCluster: ReadonlyMap<string, Alarms>;
  findings: ReadonlyMap<string, Findings>;
  faults: ReadonlyMap<string, number>;
}

/** Id under which the inventory knows what an alarm is about; null: it is about a cluster or more. */
export function subjectOf(labels: Readonly<Record<string, string>>): string | null {
  if (labels.resource) return labels.resource;
  return labels.job && labels.instance ? `${labels.job}@${labels.instance}` : null;
}

export function conditionsOf({ id, cluster }: ConditionSubject, index: ConditionIndex): Conditions {
  const own = index.alarmsOfResource.get(id);
  const shared = cluster === null ? undefined : index.alarmsOfCluster.get(cluster);
  const findings = index.findings.get(id);
  const faults = index.faults.get(id);
  if (!own && !shared && !findings && faults === undefined) return NONE;
  return {
    alarms: {
      firing: (own?.firing ?? 0) + (shared?.firing ?? 0),
      worst: worstOf(SEVERITY_ORDER, own?.worst ?? null, shared?.worst ?? null),
    },
    findings: findings ?? NONE.findings,
    faults: faults ?? 0,
  };
}

function worstOf<T extends string>(order: readonly T[], a: T | null, b: T | null): T | null {
  if (a === null || b === null) return a ?? b;
  return order.indexOf(a) <= order.indexOf(b) ? a : b;
}

interface Held {
  at: number;
  index: Promise<ConditionIndex>;
}
const held = processSingleton("resources.conditions", () => new WeakMap<Database, Held>());

/** Firing alarms, open findings and acting faults of all resources. */
export function loadConditions({ db, now }: Pick<Context, "db" | "now">): Promise<ConditionIndex> {
  const copies = held();
  const copy = copies.get(db);
  if (copy && Math.abs(now() - copy.at) < KEEP_MS) return copy.index;
  const fresh: Held = { at: now(), index: readConditions(db, now()) };
  copies.set(db, fresh);
  fresh.index.catch(() => copies.get(db) === fresh && copies.delete(db));
  return fresh.index;
}

async function readConditions(db: Database, now: number): Promise<ConditionIndex> {
  const [firing, open, acting] = await Promise.all([
    db
      .select({ labels: alarms.labels, severity: alarmRules.severity })
      .from(alarms)
      .innerJoin(alarmRules, eq(alarms.ruleId, alarmRules.id))
      // The first condition is the one that the index of open alarms has.
      .where(and(ne(alarms.state, "resolved"), eq(alarms.state, "firing"))),
    db
      .select({ resourceId: findings.resourceId, level: findings.level })
      .from(findings)
      .where(isNull(findings.closedAt)),
    db
      .select({ resourceId: injections.resourceId })
      .from(injections)
      .where(
        and(
          ne(injections.state, "undone"),
          isNotNull(injections.activeFrom),
          isNull(injections.undoneAt),
          gt(injections.deadline, new Date(now)),
        ),
      ),
  ]);
  const alarmsOfResource = new Map<string, Alarms>();
  const alarmsOfCluster = new Map<string, Alarms>();
  for (const { labels, severity } of firing) {
    const subject = subjectOf(labels);
    if (subject !== null) addAlarm(alarmsOfResource, subject, severity);
    else if (labels.cluster) addAlarm(alarmsOfCluster, labels.cluster, severity);
  }
  const found = new Map<string, Findings>();
  for (const { resourceId, level } of open) {
    const before = found.get(resourceId) ?? NONE.findings;
    found.set(resourceId, { open: before.open + 1, worst: worstOf(LEVEL_ORDER, before.worst, level) });
  }
  const faults = new Map<string, number>();
  for (const { resourceId } of acting) faults.set(resourceId, (faults.get(resourceId) ?? 0) + 1);
  return { alarmsOfResource, alarmsOfCluster, findings: found, faults };
}

function addAlarm(index: Map<string, Alarms>, key: string, severity: NonNullable<Alarms["worst"]>): void {
  const before = index.get(key) ?? NONE.alarms;
  index.set(key, { firing: before.firing + 1, worst: worstOf(SEVERITY_ORDER, before.worst, severity) });
}
