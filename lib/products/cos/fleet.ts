import { single, type App, type Instance, type UsedBy } from "@/lib/simulator/part";

const KB = 1e3;
const GB = 1e9;
const TB = 1e12;

export interface BucketPlan {
  /** Requests a second that the bucket may have. COS gives 30,000 in its large regions and less on request. */
  quotaPerS: number;
  /** Average object, and what is stored when the history begins. */
  objectBytes: number;
  objects: number;
  /** Objects a second that jobs of the platform read and write all day: log shipping, backups, inventories. */
  jobGetsPerS: number;
  jobPutsPerS: number;
  versioning: boolean;
  /** Copied to a bucket in another region, and how fast the line is. */
  replication: boolean;
  replicationBytesPerS: number;
  /** Share of the objects that lifecycle rules have moved to the archive class. */
  archivedRest: number;
}

const bucket = (
  app: App,
  name: string,
  plan: Partial<BucketPlan> & Pick<BucketPlan, "objectBytes" | "objects">,
  usedBy: readonly UsedBy[] = [],
): Instance<BucketPlan> => ({
  ...single(name),
  name,
  app,
  plan: {
    quotaPerS: 30_000,
    jobGetsPerS: 1,
    jobPutsPerS: 0.5,
    versioning: true,
    replication: false,
    replicationBytesPerS: 200e6,
    archivedRest: 0,
    ...plan,
  },
  usedBy,
});

/** Findings: `cos-media` keeps no versions, and `cos-log` is copied nowhere and keeps none either. */
export const cosFleet: readonly Instance<BucketPlan>[] = [
  bucket("mall", "cos-static", { objectBytes: 60 * KB, objects: 4.2e6, jobGetsPerS: 20 }, [
    { by: "content", port: "get", calls: 0.4, critical: false, timeoutS: 2, retries: true },
    { by: "product", port: "get", calls: 0.02, critical: false, timeoutS: 2, retries: true },
  ]),
  bucket(
    "mall",
    "cos-media",
    { objectBytes: 800 * KB, objects: 11e6, quotaPerS: 10_000, versioning: false, jobGetsPerS: 4 },
    [
      { by: "content", port: "get", calls: 0.15, critical: false, timeoutS: 2, retries: true },
      { by: "content", port: "put", calls: 0.01, critical: false, timeoutS: 5, retries: true },
    ],
  ),
  bucket("mall", "cos-backup", {
    objectBytes: 0.064 * GB,
    objects: 1.1 * (TB / GB) * 240,
    quotaPerS: 3_000,
    jobPutsPerS: 1,
    replication: true,
    archivedRest: 0.6,
  }),
  bucket(
    "brokerage",
    "cos-archive",
    {
      objectBytes: 300 * KB,
      objects: 38e6,
      quotaPerS: 5_000,
      jobPutsPerS: 6,
      jobGetsPerS: 2,
      replication: true,
      archivedRest: 0.35,
    },
    [
      { by: "report", port: "put", calls: 0.2, critical: true, timeoutS: 3, retries: true },
      { by: "account", port: "get", calls: 0.05, critical: false, timeoutS: 2, retries: true },
    ],
  ),
  bucket("brokerage", "cos-log", {
    objectBytes: 4_000 * KB,
    objects: 9e6,
    quotaPerS: 3_000,
    jobPutsPerS: 8,
    versioning: false,
    archivedRest: 0.5,
  }),
];
