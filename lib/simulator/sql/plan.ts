import { DAY_MS } from "@/lib/core/time";
import { numbered, type App, type Instance, type Member, type Site, type UsedBy, type Zone } from "../part";

export const GIB = 1024 ** 3;

/** What was bought of a relational database, and how it is set up. */
export interface SqlPlan {
  cores: number;
  memoryBytes: number;
  diskBytes: number;
  /** Share of the disk that is used when the history begins. */
  diskRest: number;
  connectionsMax: number;
  /** CPU usage of its busiest node at the design peak. */
  usage: number;
  /** Rows of the business tables when the history begins. */
  rows: number;
  backupEnabled: boolean;
  backupRetentionDays: number;
  deletionProtection: boolean;
  /** Days from the start of the history until its certificate ends; it is renewed a month before. */
  certificateDays: number;
  /** How many of its members, the last ones, are a read-only group: they serve reads and are never promoted. */
  readOnly: number;
}

/** As most are set up; 14 days of backups cover a mistake that is found in the week after the next. */
export const SOUND = {
  backupEnabled: true,
  backupRetentionDays: 14,
  deletionProtection: true,
  certificateDays: 300,
  readOnly: 0,
} as const satisfies Partial<SqlPlan>;

export const NO_BACKUP = { backupEnabled: false, backupRetentionDays: 0, deletionProtection: false } as const;

/** One node a zone, the first is primary at the beginning. Members of a read-only group are named after it. */
export function sqlInstance<P extends SqlPlan>(
  app: App,
  name: string,
  zones: readonly Zone[],
  plan: P,
  usedBy: readonly UsedBy[],
  readOnlyZones: readonly Zone[] = [],
): Instance<P> {
  const members = [...numbered(name, zones), ...numbered(`${name}-ro`, readOnlyZones)];
  return { name, app, cluster: name, members, plan: { ...plan, readOnly: readOnlyZones.length }, usedBy };
}

export const reads = (by: string, calls: number, critical = true): UsedBy => ({
  by,
  port: "read",
  calls,
  critical,
});
export const writes = (by: string, calls: number, critical = true): UsedBy => ({
  by,
  port: "write",
  calls,
  critical,
});

/** What the inventory shows of each member; risk checks and preconditions read it. */
export function sqlSpec(instance: Instance<SqlPlan>, index: number, site: Site): Member["spec"] {
  const { plan, members, name } = instance;
  const readOnly = index >= members.length - plan.readOnly;
  return {
    zones: [...new Set(members.map(({ zone }) => zone))],
    replicas: members.length,
    cpuCores: plan.cores,
    memoryBytes: plan.memoryBytes,
    diskBytes: plan.diskBytes,
    connectionsMax: plan.connectionsMax,
    backupEnabled: plan.backupEnabled,
    backupRetentionDays: plan.backupRetentionDays,
    deletionProtection: plan.deletionProtection,
    certificateExpiresAt: site.startAt + plan.certificateDays * DAY_MS,
    ...(readOnly ? { readOnlyGroup: site.name(`${name}-ro`) } : {}),
  };
}
