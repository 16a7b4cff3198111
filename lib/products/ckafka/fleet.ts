import { numbered, type Instance } from "@/lib/simulator/part";

const GIB = 1024 ** 3;

export interface ClusterPlan {
  cores: number;
  diskBytes: number;
  partitionsPerBroker: number;
  /** CPU usage of a broker at the design peak. */
  usage: number;
  /** Services that read it, each as a consumer group of its own name. */
  groups: readonly string[];
}

/** Each group hands what it reads to the service of its name. */
const readers = (groups: readonly string[]): NonNullable<Instance["uses"]> =>
  groups.map((group) => ({
    port: `deliver:${group}`,
    part: group,
    of: "message",
    calls: 1,
    critical: false,
  }));

export const ckafkaFleet: readonly Instance<ClusterPlan>[] = [
  {
    name: "ckafka",
    app: "mall",
    cluster: "ckafka",
    members: numbered("ckafka", ["zone-a", "zone-b", "zone-a"]),
    plan: {
      cores: 4,
      diskBytes: 500 * GIB,
      partitionsPerBroker: 8,
      usage: 0.45,
      groups: ["notify", "settlement"],
    },
    usedBy: [
      { by: "pay", port: "publish", calls: 2, critical: true, retries: true },
      { by: "order", port: "publish", calls: 2, critical: true, retries: true },
      { by: "cart", port: "publish", calls: 0.5, critical: false, retries: true },
      { by: "product", port: "publish", calls: 0.2, critical: false, retries: true },
    ],
    uses: readers(["notify", "settlement"]),
  },
  {
    name: "ckafka-broker",
    app: "brokerage",
    cluster: "ckafka-broker",
    members: numbered("ckafka-broker", ["zone-a", "zone-b", "zone-c"]),
    plan: {
      cores: 4,
      diskBytes: 500 * GIB,
      partitionsPerBroker: 6,
      usage: 0.42,
      groups: ["report"],
    },
    usedBy: [
      { by: "quote", port: "publish", calls: 0.2, critical: false, retries: true },
      { by: "trade", port: "publish", calls: 1, critical: true, retries: true },
      { by: "fund", port: "publish", calls: 1, critical: true, retries: true },
    ],
    uses: readers(["report"]),
  },
];
