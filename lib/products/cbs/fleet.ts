import type { App, Instance, UsedBy } from "@/lib/simulator/part";
import { esFleet } from "../es/fleet";
import { mariadbFleet } from "../mariadb/fleet";
import { mongodbFleet } from "../mongodb/fleet";
import { mysqlFleet } from "../mysql/fleet";
import { postgresFleet } from "../postgres/fleet";

const GIB = 1024 ** 3;
const MB = 1e6;

type DiskType = "premium" | "ssd";

interface Performance {
  iopsRest: number;
  iopsPerGib: number;
  iopsMost: number;
  bytesRest: number;
  bytesPerGib: number;
  bytesMost: number;
  /** An operation on an idle disk. */
  latencyS: number;
}

/**
 * What a disk of a type may do, by its size.
 *
 * @see Tencent Cloud, "Cloud Block Storage: Cloud Disk Types": Premium min(1,800 + 8 x GiB, 6,000) IOPS and
 *   min(100 + 0.15 x GiB, 150) MB/s; SSD min(1,800 + 30 x GiB, 26,000) IOPS and min(120 + 0.2 x GiB, 260) MB/s; latency of
 *   a few, and of half to three milliseconds.
 */
export const PERFORMANCE: Readonly<Record<DiskType, Performance>> = {
  premium: {
    iopsRest: 1_800,
    iopsPerGib: 8,
    iopsMost: 6_000,
    bytesRest: 100 * MB,
    bytesPerGib: 0.15 * MB,
    bytesMost: 150 * MB,
    latencyS: 0.0018,
  },
  ssd: {
    iopsRest: 1_800,
    iopsPerGib: 30,
    iopsMost: 26_000,
    bytesRest: 120 * MB,
    bytesPerGib: 0.2 * MB,
    bytesMost: 260 * MB,
    latencyS: 0.0006,
  },
};

export const iopsMax = (type: DiskType, sizeBytes: number): number => {
  const { iopsRest, iopsPerGib, iopsMost } = PERFORMANCE[type];
  return Math.min(iopsMost, iopsRest + (iopsPerGib * sizeBytes) / GIB);
};

export const bytesPerSMax = (type: DiskType, sizeBytes: number): number => {
  const { bytesRest, bytesPerGib, bytesMost } = PERFORMANCE[type];
  return Math.min(bytesMost, bytesRest + (bytesPerGib * sizeBytes) / GIB);
};

/** The disks of one database or cluster, one a member. */
export interface DisksPlan {
  type: DiskType;
  sizeBytes: number;
  owner: string;
  /** Disk of each member of the owner, in its order. */
  memberIds: readonly string[];
  /** True: what is written is written to the disk of every member. False: members have different data. */
  replicated: boolean;
  /** Copies of what is written, on different members, where members have different data. */
  copies: number;
  backupEnabled: boolean;
  backupRetentionDays: number;
}

interface Owner {
  name: string;
  app: App;
  members: Instance["members"];
  plan: { diskBytes: number; backupEnabled: boolean; backupRetentionDays: number };
}

/** Operations on the disk for one call of a port of the owner: what of it no cache and no group commit saves. */
type Calls = readonly { from: string; port: "read" | "write"; calls: number }[];

/** Our choice: a tenth of what statements read is not in the buffer pool; a commit is one write of the log. */
const STATEMENTS: Calls = [
  { from: "read", port: "read", calls: 0.1 },
  { from: "write", port: "write", calls: 1 },
];
/** Journal and pages of a replica set: the journal is synced for many writes at once. */
const DOCUMENTS: Calls = [
  { from: "read", port: "read", calls: 0.1 },
  { from: "write", port: "write", calls: 0.5 },
];
/** The translog is synced for a bulk of about fifty documents; of the segments most lie in the page cache. */
const SHARDS: Calls = [
  { from: "search", port: "read", calls: 0.3 },
  { from: "index", port: "write", calls: 0.02 },
];

function disksOf(
  owner: Owner,
  calls: Calls,
  layout: { replicated: boolean; copies: number },
): Instance<DisksPlan> {
  const { name, app, members, plan } = owner;
  return {
    name: `cbs-${name}`,
    app,
    members: members.map(({ id, zone }) => ({ id: `cbs-${id}`, zone })),
    cluster: null,
    plan: {
      // Small disks are bought cheap.
      type: plan.diskBytes < 100 * GIB ? "premium" : "ssd",
      sizeBytes: plan.diskBytes,
      owner: name,
      memberIds: members.map(({ id }) => id),
      ...layout,
      backupEnabled: plan.backupEnabled,
      backupRetentionDays: plan.backupRetentionDays,
    },
    usedBy: calls.map(({ from, port, calls: n }): UsedBy => ({
      by: `${name}:${from}`,
      port,
      calls: n,
      critical: true,
    })),
  };
}

const REPLICATED = { replicated: true, copies: 0 };

/** A disk under each member of a database that stands on cloud disks. TDSQL-C has storage of its own. */
export const cbsFleet: readonly Instance<DisksPlan>[] = [
  ...[...mysqlFleet, ...postgresFleet, ...mariadbFleet].map((one) => disksOf(one, STATEMENTS, REPLICATED)),
  ...mongodbFleet.map((one) => disksOf(one, DOCUMENTS, REPLICATED)),
  ...esFleet.map((one) => disksOf(one, SHARDS, { replicated: false, copies: one.plan.copies })),
];
