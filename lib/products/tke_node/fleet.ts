import type { Instance } from "@/lib/simulator/part";
import { cvmFleet, type PoolPlan } from "../cvm/fleet";

export interface NodePoolPlan {
  machines: PoolPlan;
  /** Bare name of the part of the machines, and of the cluster that they belong to. */
  pool: string;
  cluster: string;
  /** Cores that are kept for the system and for Kubernetes itself. */
  reservedCores: number;
  podsMax: number;
  /** The kubelet evicts when less than this is free. */
  evictionMemoryRatio: number;
  evictionDiskRatio: number;
  evictionProcessRatio: number;
  processesMax: number;
  /** Days from the start of the history until the kubelet's certificate ends; it is renewed long before. */
  certificateDays: number;
}

const CLUSTERS = { mall: "tke-cluster-mall", brokerage: "tke-cluster-broker" } as const;

/** Every machine is a node of its business' cluster. */
export const tkeNodeFleet: readonly Instance<NodePoolPlan>[] = cvmFleet.map((pool) => ({
  name: `tke-${pool.name}`,
  app: pool.app,
  cluster: `tke-${pool.name}`,
  members: pool.members.map(({ id, zone }) => ({ id: id.replace(/^cvm-/, "tke-node-"), zone })),
  plan: {
    machines: pool.plan,
    pool: pool.name,
    cluster: CLUSTERS[pool.app],
    // 6 % of the first core, 1 % of the second, 0.5 % of the next two, 0.25 % of the rest, as managed clusters reserve.
    reservedCores: 0.11,
    // An address range of 64 a node, less those of the range itself and of the agents.
    podsMax: 61,
    // The kubelet's default is 100 MiB, which a burst passes before it looks again; a share leaves it time.
    evictionMemoryRatio: 0.05,
    // The kubelet's default for nodefs.available.
    evictionDiskRatio: 0.1,
    evictionProcessRatio: 0.1,
    // Linux `kernel.pid_max` by default.
    processesMax: 32_768,
    certificateDays: 330,
  },
}));
