import { single, type App, type Instance, type UsedBy } from "@/lib/simulator/part";

const MIB = 1024 ** 2;
const TIB = 1024 ** 4;

export interface FileSystemPlan {
  capacityBytes: number;
  /** Used share when the history begins. */
  usedRest: number;
  /** `bursting`: the base rate follows the used bytes and credits pay for more; `provisioned`: it was bought. */
  throughputMode: "bursting" | "provisioned";
  /** What was bought; of a bursting one the rate that it may burst to. */
  bytesPerS: number;
  iopsMax: number;
  /** Data that one read or write moves. */
  operationBytes: number;
  /** Operations a second of the platform's own jobs, all day: scans, thumbnails, log rotation. */
  jobReadsPerS: number;
  jobWritesPerS: number;
  /** Services that have it mounted. */
  mountedBy: readonly string[];
}

const fileSystem = (
  app: App,
  name: string,
  plan: FileSystemPlan,
  usedBy: readonly UsedBy[],
): Instance<FileSystemPlan> => ({ ...single(name, "zone-a"), name, app, plan, usedBy });

/** Rates of a bursting file system: 50 KiB/s base and 100 KiB/s burst for each GiB stored, as Amazon EFS documents. */
export const BASE_PER_GIB = 50 * 1024;

/** Finding: `cfs-share` is small and bursting, so one copy job is enough to slow it down. */
export const cfsFleet: readonly Instance<FileSystemPlan>[] = [
  fileSystem(
    "mall",
    "cfs-media",
    {
      capacityBytes: 4 * TIB,
      usedRest: 0.58,
      throughputMode: "bursting",
      bytesPerS: 300 * MIB,
      iopsMax: 15_000,
      operationBytes: 48 * 1024,
      jobReadsPerS: 60,
      jobWritesPerS: 8,
      mountedBy: ["content"],
    },
    [
      { by: "content", port: "read", calls: 0.6, critical: false, timeoutS: 1 },
      { by: "content", port: "write", calls: 0.02, critical: false, timeoutS: 2 },
    ],
  ),
  fileSystem(
    "mall",
    "cfs-share",
    {
      capacityBytes: 1 * TIB,
      usedRest: 0.66,
      throughputMode: "bursting",
      bytesPerS: 100 * MIB,
      iopsMax: 6_000,
      operationBytes: 64 * 1024,
      jobReadsPerS: 40,
      jobWritesPerS: 12,
      mountedBy: ["settlement", "coupon"],
    },
    [
      { by: "settlement", port: "write", calls: 0.2, critical: true, timeoutS: 3, retries: true },
      { by: "coupon", port: "read", calls: 0.1, critical: false, timeoutS: 1 },
    ],
  ),
  fileSystem(
    "brokerage",
    "cfs-report",
    {
      capacityBytes: 2 * TIB,
      usedRest: 0.47,
      throughputMode: "provisioned",
      bytesPerS: 200 * MIB,
      iopsMax: 10_000,
      operationBytes: 128 * 1024,
      jobReadsPerS: 50,
      jobWritesPerS: 20,
      mountedBy: ["report", "account"],
    },
    [
      { by: "report", port: "write", calls: 0.5, critical: true, timeoutS: 3, retries: true },
      { by: "account", port: "read", calls: 0.1, critical: false, timeoutS: 1 },
    ],
  ),
];
