import { numbered, ZONES, type App, type Instance, type UsedBy } from "@/lib/simulator/part";

const GIB = 1024 ** 3;

export interface QueuePlan {
  name: string;
  /** Share of what is published that is routed here. */
  share: number;
}

export interface RabbitPlan {
  cores: number;
  memoryBytes: number;
  /** Share of the memory high watermark that an idle node uses. */
  memoryRest: number;
  diskBytes: number;
  diskRest: number;
  /** `disk_free_limit`: 1.5 times the memory, as the production checklist asks. */
  diskFreeLimitBytes: number;
  fileDescriptorsMax: number;
  /** Busy share of a node's cores at the design peak. */
  usage: number;
  /** Quorum queues, each with a copy on every node. */
  queues: readonly QueuePlan[];
  /** The service that reads them. */
  reader: string;
}

function cluster(
  app: App,
  name: string,
  plan: Pick<RabbitPlan, "usage" | "queues" | "reader">,
  usedBy: readonly UsedBy[],
): Instance<RabbitPlan> {
  return {
    name,
    app,
    cluster: name,
    members: numbered(name, ZONES),
    plan: {
      cores: 4,
      memoryBytes: 16 * GIB,
      memoryRest: 0.24,
      diskBytes: 200 * GIB,
      diskRest: 0.22,
      diskFreeLimitBytes: 24 * GIB,
      fileDescriptorsMax: 65_536,
      ...plan,
    },
    usedBy,
    uses: plan.queues.map((queue) => ({
      port: `deliver:${queue.name}`,
      part: plan.reader,
      of: "message",
      calls: 1,
      critical: false,
    })),
  };
}

/** A publisher that waits for the confirm; it gives up after a second, as the mall's and the brokerage's services do. */
const publisher = (by: string, calls: number, critical: boolean): UsedBy => ({
  by,
  port: "publish",
  calls,
  critical,
  timeoutS: 1,
  retries: true,
});

export const rabbitmqFleet: readonly Instance<RabbitPlan>[] = [
  cluster(
    "mall",
    "rabbitmq-notify",
    {
      usage: 0.4,
      queues: [
        { name: "sms", share: 0.45 },
        { name: "push", share: 0.35 },
        { name: "email", share: 0.2 },
      ],
      reader: "notify",
    },
    [publisher("order", 1, false), publisher("pay", 1, false)],
  ),
  cluster(
    "brokerage",
    "rabbitmq-clearing",
    {
      usage: 0.46,
      queues: [
        { name: "trades", share: 0.5 },
        { name: "positions", share: 0.3 },
        { name: "transfers", share: 0.2 },
      ],
      reader: "clearing",
    },
    [publisher("trade", 2, true), publisher("fund", 1, true)],
  ),
];
