import { z } from "zod";
import type { FaultDefinition, FaultTarget, Text } from "../types";

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
    trips: ["RedisDown", "RedisPrimaryChanged"],
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
      loadRatio: z.number().min(0.1).max(2).default(0.9),
    }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "redis_cpu_usage_ratio", direction: "up" },
      { metric: "redis_command_duration_seconds", direction: "up" },
      { metric: "redis_commands_total", direction: "up" },
    ],
    trips: ["RedisCpuHigh"],
    refuse: refuseReplica,
  },
  {
    id: "redis.primary_switch",
    product: "redis",
    kind: "primary-switch",
    title: { en: "Primary switch", zh: "主从切换" },
    does: {
      en: "The replica is promoted by hand: the old primary drops its connections, and commands fail for some seconds.",
      zh: "手动提升从节点为主节点，旧主断开连接，命令失败数秒。",
    },
    undoes: {
      en: "Nothing is left to undo: both nodes serve on in their new roles.",
      zh: "无需撤销：两个节点以新角色继续服务。",
    },
    parameters: z.object({}),
    risk: 2,
    durationS: { default: 60, max: 600 },
    moves: [
      { metric: "redis_is_primary", direction: "down" },
      { metric: "redis_command_errors_total", direction: "up" },
    ],
    leaves: ["redis_is_primary"],
    trips: ["RedisPrimaryChanged"],
    refuse: (target, peers) => {
      if (target.state.detail.role !== "primary") return servesNothing(target);
      return peers.some((peer) => peer.state.compared.up === true)
        ? null
        : { en: `${target.id} has no replica that is up.`, zh: `${target.id} 没有存活的从节点。` };
    },
  },
  {
    id: "redis.big_key",
    product: "redis",
    kind: "resource-exhaustion",
    title: { en: "Big key", zh: "大 Key" },
    does: {
      en: "A value of megabytes is read again and again: the answers fill the instance's bandwidth, and all others wait behind them.",
      zh: "反复读取数 MB 的大 Value，回包占满实例带宽，其余命令排队。",
    },
    undoes: { en: "The reads of the big key end.", zh: "大 Key 读取结束。" },
    parameters: z.object({
      readsPerS: z.number().min(1).max(10_000).default(44),
      valueKib: z.number().min(10).max(524_288).default(2_048),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "redis_network_usage_ratio", direction: "up" },
      { metric: "redis_transmit_bytes_total", direction: "up" },
      { metric: "redis_command_duration_seconds", direction: "up" },
    ],
    trips: ["RedisBandwidthHigh"],
    refuse: refuseReplica,
  },
  {
    id: "redis.slow_commands",
    product: "redis",
    kind: "slow-query-storm",
    title: { en: "Slow commands", zh: "慢命令" },
    does: {
      en: "Commands such as KEYS or a HGETALL of a huge hash hold the only command thread; all others wait until they are done.",
      zh: "KEYS、超大 HGETALL 等命令占住唯一的命令线程，其他命令只能等待。",
    },
    undoes: { en: "The commands end.", zh: "慢命令停止。" },
    parameters: z.object({
      commandsPerS: z.number().min(0.1).max(100).default(4),
      /** How long each holds the thread. */
      durationMs: z.number().min(10).max(10_000).default(150),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "redis_slow_commands_total", direction: "up" },
      { metric: "redis_cpu_usage_ratio", direction: "up" },
      { metric: "redis_command_duration_seconds", direction: "up" },
    ],
    trips: ["RedisSlowCommands", "RedisLatencyHigh"],
    refuse: refuseReplica,
  },
  {
    id: "redis.memory_eviction",
    product: "redis",
    kind: "resource-exhaustion",
    title: { en: "Memory full, keys evicted", zh: "内存写满触发淘汰" },
    does: {
      en: "A job writes keys of its own until the memory is full; the eviction policy drops the services' keys, and their reads fall through to the database.",
      zh: "任务持续写入直至内存写满，淘汰策略清除业务键，读取回源数据库。",
    },
    undoes: {
      en: "The job's keys are deleted; the cache fills again with what is read.",
      zh: "删除任务写入的键，缓存随读取重新填充。",
    },
    parameters: z.object({
      /** How fast the memory fills. */
      fillRatioPerMinute: z.number().min(0.01).max(5).default(0.6),
      /** Share of the memory that the job takes in the end. */
      takenRatio: z.number().min(0.1).max(1).default(0.85),
    }),
    risk: 3,
    durationS: { default: 240, max: 3_600 },
    moves: [
      { metric: "redis_memory_usage_ratio", direction: "up" },
      { metric: "redis_evicted_keys_total", direction: "up" },
      { metric: "redis_hit_ratio", direction: "down" },
    ],
    trips: ["RedisMemoryHigh", "RedisEvictions"],
    refuse: (target) =>
      refuseReplica(target) ??
      (target.spec.evictionPolicy === "noeviction"
        ? {
            en: `${target.id} evicts nothing (maxmemory-policy noeviction).`,
            zh: `${target.id} 不淘汰键（maxmemory-policy 为 noeviction）。`,
          }
        : null),
  },
  {
    id: "redis.memory_full",
    product: "redis",
    kind: "resource-exhaustion",
    title: { en: "Memory full, writes refused", zh: "内存写满拒绝写入" },
    does: {
      en: "A job writes keys of its own until the memory is full. Nothing may be evicted, so every write is refused with an OOM error.",
      zh: "任务持续写入直至内存写满；策略不允许淘汰，所有写命令返回 OOM 错误。",
    },
    undoes: { en: "The job's keys are deleted and writes go on.", zh: "删除任务写入的键，写入恢复。" },
    parameters: z.object({
      /** How fast the memory fills. */
      fillRatioPerMinute: z.number().min(0.01).max(5).default(0.6),
    }),
    risk: 3,
    durationS: { default: 180, max: 1_800 },
    moves: [
      { metric: "redis_memory_usage_ratio", direction: "up" },
      { metric: "redis_writes_refused_total", direction: "up" },
      { metric: "redis_command_errors_total", direction: "up" },
    ],
    trips: ["RedisMemoryHigh", "RedisWritesRefused"],
    refuse: (target) =>
      refuseReplica(target) ??
      (target.spec.evictionPolicy === "noeviction"
        ? null
        : {
            en: `${target.id} evicts keys instead (maxmemory-policy ${String(target.spec.evictionPolicy)}).`,
            zh: `${target.id} 会淘汰键（maxmemory-policy 为 ${String(target.spec.evictionPolicy)}）。`,
          }),
  },
  {
    id: "redis.connection_leak",
    product: "redis",
    kind: "connection-leak",
    title: { en: "Connection leak", zh: "连接泄漏" },
    does: {
      en: "A client opens connections and never closes them. At `maxclients` no other is accepted, and services lose theirs one by one as their pools renew them.",
      zh: "客户端不断打开连接而不关闭，达到 maxclients 后拒绝新连接，业务连接池在轮换中逐渐失去连接。",
    },
    undoes: {
      en: "The leaked connections are closed; pools connect again.",
      zh: "关闭泄漏的连接，连接池恢复。",
    },
    parameters: z.object({
      /** Connections opened and kept, a second. */
      connectionsPerS: z.number().min(1).max(5_000).default(150),
    }),
    risk: 2,
    durationS: { default: 240, max: 3_600 },
    moves: [
      { metric: "redis_connections", direction: "up" },
      { metric: "redis_rejected_connections_total", direction: "up" },
    ],
    trips: ["RedisConnectionsHigh"],
    refuse: refuseReplica,
  },
  {
    id: "redis.cache_flushed",
    product: "redis",
    kind: "data-deleted",
    title: { en: "Cache flushed", zh: "缓存被清空" },
    does: {
      en: "FLUSHALL: the keys are gone at once, and every read falls through to the database until the cache is warm again.",
      zh: "执行 FLUSHALL，键瞬间清空，读取全部回源数据库，直到缓存重新预热。",
    },
    undoes: {
      en: "Nothing can be undone: the cache fills by itself with what is read.",
      zh: "无法撤销：缓存随读取自行填充。",
    },
    parameters: z.object({
      /** Share of the keys that is deleted. */
      deletedRatio: z.number().min(0.05).max(1).default(1),
    }),
    risk: 3,
    durationS: { default: 60, max: 600 },
    moves: [
      { metric: "redis_keys", direction: "down" },
      { metric: "redis_hit_ratio", direction: "down" },
      { metric: "redis_keyspace_misses_total", direction: "up" },
    ],
    trips: ["RedisHitRatioLow"],
    refuse: (target) =>
      refuseReplica(target) ??
      (target.spec.role === "cache"
        ? null
        : {
            en: `${target.id} holds the only copy of its keys: they could not be brought back.`,
            zh: `${target.id} 的键没有其他副本，清空后无法恢复。`,
          }),
  },
  {
    id: "redis.replication_broken",
    product: "redis",
    kind: "replication-broken",
    title: { en: "Replication broken", zh: "主从复制中断" },
    does: {
      en: "The replica loses its link to the primary and falls behind; a failover would lose what was written since.",
      zh: "从节点与主节点断开并持续落后，此时切换会丢失其间写入的数据。",
    },
    undoes: {
      en: "The link is back; the replica catches up by a partial resynchronisation.",
      zh: "链路恢复，从节点通过增量同步追上。",
    },
    parameters: z.object({}),
    risk: 1,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "redis_replication_link_up", direction: "down" },
      { metric: "redis_replication_lag_seconds", direction: "up" },
    ],
    trips: ["RedisReplicationBroken"],
    refuse: (target) =>
      target.state.detail.role === "replica"
        ? null
        : { en: `${target.id} is the primary and follows nobody.`, zh: `${target.id} 是主节点，没有上游。` },
  },
  {
    id: "redis.network_delay",
    product: "redis",
    kind: "network-delay",
    title: { en: "Redis network delay", zh: "Redis 网络延迟" },
    does: {
      en: "Packets to and from the node are delayed: each command takes longer, and a request makes several in a row.",
      zh: "节点收发的网络包被延迟，每个命令都变慢，而一次请求会连续执行多个命令。",
    },
    undoes: { en: "Packets pass at once.", zh: "网络恢复正常。" },
    parameters: z.object({
      delayMs: z.number().min(1).max(1_000).default(30),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [{ metric: "redis_command_duration_seconds", direction: "up" }],
    trips: ["RedisLatencyHigh"],
    refuse: refuseReplica,
  },
];

function servesNothing(target: FaultTarget): Text {
  return { en: `${target.id} is a replica and serves no reads.`, zh: `${target.id} 是从节点，不提供读取。` };
}

/** A fault in what the primary serves. */
function refuseReplica(target: FaultTarget): Text | null {
  return target.state.detail.role === "primary" ? null : servesNothing(target);
}
