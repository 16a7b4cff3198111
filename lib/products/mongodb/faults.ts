import { z } from "zod";
import type { FaultDefinition, FaultTarget, Text } from "../types";

/** Who takes over needs a majority: more than half of the members, the target not among them. */
function refuseWithoutMajority(target: FaultTarget, peers: readonly FaultTarget[]): Text | null {
  const left = peers.filter((peer) => peer.state.compared.up === true).length;
  return left * 2 > peers.length + 1
    ? null
    : {
        en: `Without ${target.id} only ${left} of ${peers.length + 1} members are left, which is no majority: nobody could be elected.`,
        zh: `失去 ${target.id} 后仅剩 ${left}/${peers.length + 1} 个成员，不足多数派，无法选主。`,
      };
}

function refuseUnlessPrimary(target: FaultTarget): Text | null {
  return target.state.detail.role === "primary"
    ? null
    : { en: `${target.id} is not the primary of its set.`, zh: `${target.id} 不是所在副本集的主节点。` };
}

export const mongodbFaults: readonly FaultDefinition[] = [
  {
    id: "mongodb.primary_down",
    product: "mongodb",
    kind: "node-loss",
    title: { en: "MongoDB primary down", zh: "MongoDB 主节点宕机" },
    does: {
      en: "The primary stops answering. After ten seconds without a heartbeat the secondaries elect one of them; until then nothing is read or written.",
      zh: "主节点停止应答。十秒无心跳后从节点选出新主，期间无法读写。",
    },
    undoes: {
      en: "The member starts, recovers its journal and follows the new primary.",
      zh: "成员启动、恢复日志并跟随新主节点。",
    },
    parameters: z.object({}),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "mongodb_up", direction: "down" },
      { metric: "mongodb_is_primary", direction: "down" },
    ],
    leaves: ["mongodb_is_primary"],
    trips: ["MongodbMemberDown", "MongodbPrimaryChanged"],
    refuse: (target, peers) => refuseUnlessPrimary(target) ?? refuseWithoutMajority(target, peers),
  },
  {
    id: "mongodb.step_down",
    product: "mongodb",
    kind: "primary-switch",
    title: { en: "Primary steps down", zh: "主节点主动降级" },
    does: {
      en: "`replSetStepDown`: the primary hands over to the secondary that is least behind and may not be elected again while the fault lasts. Writes are interrupted for about two seconds.",
      zh: "执行 replSetStepDown：主节点移交给最新的从节点，故障期间不可再当选。写入中断约两秒。",
    },
    undoes: {
      en: "The member may be elected again; it stays a secondary.",
      zh: "成员可再次参选；保持从节点身份。",
    },
    parameters: z.object({}),
    risk: 1,
    durationS: { default: 120, max: 3_600 },
    moves: [{ metric: "mongodb_is_primary", direction: "down" }],
    leaves: ["mongodb_is_primary"],
    trips: ["MongodbPrimaryChanged"],
    refuse: (target, peers) => refuseUnlessPrimary(target) ?? refuseWithoutMajority(target, peers),
  },
  {
    id: "mongodb.secondary_stalled",
    product: "mongodb",
    kind: "replication-broken",
    title: { en: "Secondary stops applying", zh: "从节点停止应用" },
    does: {
      en: "The secondary fetches the oplog but applies nothing: it falls behind second by second. Past the oplog window it would have to be copied anew.",
      zh: "从节点拉取 Oplog 但不应用，逐秒落后；超过 Oplog 窗口后只能全量同步。",
    },
    undoes: {
      en: "It applies again, faster than entries come in; a copy takes minutes if the window was passed.",
      zh: "恢复应用并以快于写入的速度追上；若已超出窗口则需数分钟全量同步。",
    },
    parameters: z.object({}),
    risk: 1,
    durationS: { default: 180, max: 3_600 },
    moves: [{ metric: "mongodb_replication_lag_seconds", direction: "up" }],
    trips: ["MongodbReplicationLagHigh"],
    refuse: (target) =>
      target.state.detail.role === "secondary"
        ? null
        : {
            en: `${target.id} is the primary and applies nothing.`,
            zh: `${target.id} 是主节点，没有复制可停。`,
          },
  },
  {
    id: "mongodb.index_dropped",
    product: "mongodb",
    kind: "slow-query-storm",
    title: { en: "Index dropped", zh: "索引被删除" },
    does: {
      en: "A share of the queries loses its index and scans the collection: documents pass through the cache and the cores are busy.",
      zh: "部分查询失去索引而全集合扫描：大量文档进出缓存，处理器繁忙。",
    },
    undoes: { en: "The index is built again.", zh: "重建索引。" },
    parameters: z.object({
      /** Share of the operations that scan. */
      operationsRatio: z.number().min(0.001).max(1).default(0.03),
      /** What a scan takes on an idle member. */
      scanMs: z.number().min(50).max(30_000).default(1_200),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "mongodb_query_scanned_objects_total", direction: "up" },
      { metric: "mongodb_op_duration_seconds", direction: "up" },
      { metric: "mongodb_cpu_usage_ratio", direction: "up" },
    ],
    trips: ["MongodbLatencyHigh"],
    refuse: refuseUnlessPrimary,
  },
  {
    id: "mongodb.cache_pressure",
    product: "mongodb",
    kind: "resource-exhaustion",
    title: { en: "Dirty cache", zh: "缓存脏页过多" },
    does: {
      en: "A bulk job changes more pages than can be written out. Past 20 % dirty cache the threads of clients write pages themselves before they go on.",
      zh: "批量任务修改页的速度超过写盘速度。脏页超过 20 % 后，业务线程须先写页才能继续。",
    },
    undoes: {
      en: "The job ends; what is dirty is written out within a minute.",
      zh: "任务结束，脏页在一分钟内写盘。",
    },
    parameters: z.object({
      /** Dirty share of the cache that the job brings about. */
      dirtyRatio: z.number().min(0.06).max(0.9).default(0.35),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "mongodb_wiredtiger_cache_dirty_ratio", direction: "up" },
      { metric: "mongodb_wiredtiger_application_evictions_total", direction: "up" },
      { metric: "mongodb_op_duration_seconds", direction: "up" },
    ],
    trips: ["MongodbCacheDirty"],
    refuse: refuseUnlessPrimary,
  },
  {
    id: "mongodb.cursor_leak",
    product: "mongodb",
    kind: "connection-leak",
    title: { en: "Cursor leak", zh: "游标泄漏" },
    does: {
      en: "A client opens cursors with `noCursorTimeout` and never closes them. Each pins pages, until the cache is so full that clients must evict.",
      zh: "客户端以 noCursorTimeout 打开游标且不关闭，每个游标占用缓存页，直至缓存过满、业务线程参与驱逐。",
    },
    undoes: {
      en: "The client's sessions end, and their cursors with them.",
      zh: "客户端会话结束，游标随之关闭。",
    },
    parameters: z.object({
      /** Cursors opened and kept, a second. */
      cursorsPerS: z.number().min(1).max(1_000).default(60),
    }),
    risk: 2,
    durationS: { default: 240, max: 3_600 },
    moves: [
      { metric: "mongodb_cursors_open", direction: "up" },
      { metric: "mongodb_wiredtiger_cache_usage_ratio", direction: "up" },
    ],
    trips: ["MongodbCursorsHigh"],
    refuse: refuseUnlessPrimary,
  },
  {
    id: "mongodb.connections_exhausted",
    product: "mongodb",
    kind: "connection-leak",
    title: { en: "Connections exhausted", zh: "连接数耗尽" },
    does: {
      en: "A client opens connections and keeps them, so that few are left for the services.",
      zh: "某客户端占住大量连接不放，留给服务的连接所剩无几。",
    },
    undoes: { en: "The connections are closed; pools reconnect.", zh: "关闭被占连接，连接池重连。" },
    parameters: z.object({
      /** Share of the member's connections that is taken. */
      heldRatio: z.number().min(0.1).max(1).default(0.998),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "mongodb_connections", direction: "up" },
      { metric: "mongodb_connections_available", direction: "down" },
      { metric: "mongodb_connections_refused_total", direction: "up" },
    ],
    trips: ["MongodbConnectionsRefused"],
    refuse: refuseUnlessPrimary,
  },
  {
    id: "mongodb.oplog_shrunk",
    product: "mongodb",
    kind: "misconfiguration",
    title: { en: "Oplog too small", zh: "Oplog 过小" },
    does: {
      en: "`replSetResizeOplog` leaves a fraction of the oplog: its window shrinks to minutes, and a member that is away for longer must be copied anew.",
      zh: "replSetResizeOplog 将 Oplog 缩到很小，窗口缩短到分钟级，离线更久的成员只能全量同步。",
    },
    undoes: { en: "The size is set back.", zh: "恢复原来的大小。" },
    parameters: z.object({
      /** Share of the oplog's size that is left. */
      sizeRatio: z.number().min(0.0001).max(0.5).default(0.001),
    }),
    risk: 1,
    durationS: { default: 240, max: 7_200 },
    moves: [{ metric: "mongodb_oplog_window_seconds", direction: "down" }],
    trips: ["MongodbOplogWindowShort"],
  },
];
