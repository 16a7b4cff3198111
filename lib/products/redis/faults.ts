import { z } from "zod";
import type { FaultDefinition } from "../types";

export const redisFaults: readonly FaultDefinition[] = [
  {
    id: "redis.node_down",
    product: "redis",
    kind: "node-loss",
    title: { en: "Redis node down", zh: "Redis 节点宕机" },
    does: {
      en: "The node stops answering. If it is the primary, commands fail until the replica takes over; reads fall through to the database.",
      zh: "节点停止应答。若为主节点，则命令失败直到从节点接管，期间读取回源数据库。",
    },
    undoes: {
      en: "The node starts, joins as a replica and fills its memory from the primary.",
      zh: "节点启动，以从节点身份加入并从主节点同步数据。",
    },
    parameters: z.object({}),
    risk: 3,
    durationS: { default: 120, max: 3_600 },
    moves: [
      { metric: "redis_up", direction: "down" },
      { metric: "redis_keyspace_hits_total", direction: "down" },
    ],
    leaves: ["redis_keyspace_hits_total"],
    trips: ["RedisDown"],
  },
  {
    id: "redis.hot_key",
    product: "redis",
    kind: "hot-key",
    title: { en: "Hot key", zh: "热点 Key" },
    does: {
      en: "One key is read many times as often as all others together; its node's only command thread saturates.",
      zh: "单个 Key 的读取量数倍于其余之和，节点唯一的命令线程饱和。",
    },
    undoes: { en: "The reads of the hot key end.", zh: "热点读取结束。" },
    parameters: z.object({
      /** Extra reads as a share of what the node can serve in a second. */
      loadRatio: z.number().min(0.1).max(2).default(0.7),
    }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "redis_cpu_usage_ratio", direction: "up" },
      { metric: "redis_command_duration_seconds", direction: "up" },
      { metric: "redis_commands_total", direction: "up" },
    ],
    trips: [],
    refuse: (target) =>
      target.state.detail.role === "primary"
        ? null
        : { en: `${target.id} is a replica and serves no reads.`, zh: `${target.id} 是从节点，不提供读取。` },
  },
];
