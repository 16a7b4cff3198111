import { z } from "zod";
import type { FaultDefinition } from "../types";

export const mysqlFaults: readonly FaultDefinition[] = [
  {
    id: "mysql.primary_down",
    product: "mysql",
    kind: "node-loss",
    title: { en: "MySQL primary down", zh: "MySQL 主节点宕机" },
    does: {
      en: "The primary stops answering. Writes fail until a replica, of the same zone if there is one, is elected; the failed node is rebuilt as a replica.",
      zh: "主节点停止应答，写入失败，直到选出新主（优先同可用区从节点）；故障节点重建为从节点。",
    },
    undoes: {
      en: "The machine may start again; the node joins as a replica if it was not yet rebuilt.",
      zh: "机器可以重新启动；若尚未重建，节点以从节点身份加入。",
    },
    parameters: z.object({}),
    risk: 3,
    durationS: { default: 120, max: 1_800 },
    moves: [
      { metric: "mysql_up", direction: "down" },
      { metric: "mysql_is_primary", direction: "down" },
      { metric: "business_success_ratio", direction: "down" },
    ],
    leaves: ["mysql_is_primary"],
    trips: ["MysqlPrimaryDown"],
    refuse: (target, peers) => {
      if (target.state.detail.role !== "primary")
        return {
          en: `${target.id} is not the primary of its cluster.`,
          zh: `${target.id} 不是所在集群的主节点。`,
        };
      if (!peers.some((peer) => peer.state.compared.up === true))
        return {
          en: `${target.id} has no standby: nobody could take over and writes would fail until the undo.`,
          zh: `${target.id} 没有可用的备节点：无人接管，写入将一直失败到撤销为止。`,
        };
      return null;
    },
  },
  {
    id: "mysql.cpu_exhaustion",
    product: "mysql",
    kind: "resource-exhaustion",
    title: { en: "MySQL CPU exhausted", zh: "MySQL CPU 耗尽" },
    does: {
      en: "A process on the node takes a share of its cores, so statements wait for the rest.",
      zh: "节点上的进程占用一定比例的处理器核，语句争用剩余部分。",
    },
    undoes: {
      en: "The process ends; what has queued drains in seconds.",
      zh: "该进程结束，积压在数秒内消化。",
    },
    parameters: z.object({ usageRatio: z.number().min(0.1).max(0.99).default(0.9) }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "mysql_cpu_usage_ratio", direction: "up" },
      { metric: "mysql_query_duration_seconds", direction: "up" },
      { metric: "mysql_threads_running", direction: "up" },
    ],
    trips: ["MysqlCpuHigh"],
  },
  {
    id: "mysql.slow_queries",
    product: "mysql",
    kind: "slow-query-storm",
    title: { en: "Slow queries", zh: "慢查询" },
    does: {
      en: "A share of the statements loses its index and scans: each of them takes many times longer.",
      zh: "一部分语句失去索引而全表扫描，耗时成倍增加。",
    },
    undoes: { en: "The index is back.", zh: "索引恢复。" },
    parameters: z.object({
      /** Share of the statements that scan. */
      queriesRatio: z.number().min(0.001).max(1).default(0.02),
      /** What a scan takes on an idle node. */
      scanMs: z.number().min(100).max(30_000).default(1_500),
    }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "mysql_slow_queries_total", direction: "up" },
      { metric: "mysql_query_duration_seconds", direction: "up" },
      { metric: "mysql_threads_running", direction: "up" },
    ],
    trips: ["MysqlCpuHigh"],
  },
  {
    id: "mysql.connections_exhausted",
    product: "mysql",
    kind: "connection-leak",
    title: { en: "Connections exhausted", zh: "连接数耗尽" },
    does: {
      en: "A client opens connections and keeps them, so that few or none are left for the services.",
      zh: "某客户端占住大量连接不放，留给服务的连接很少或没有。",
    },
    undoes: { en: "The connections are closed; pools reconnect.", zh: "关闭被占连接，连接池重连。" },
    parameters: z.object({
      /** Share of max_connections that is taken. */
      heldRatio: z.number().min(0.1).max(1).default(0.99),
    }),
    risk: 3,
    durationS: { default: 120, max: 3_600 },
    moves: [
      { metric: "mysql_connections", direction: "up" },
      { metric: "mysql_connections_refused_total", direction: "up" },
    ],
    trips: [],
  },
  {
    id: "mysql.replication_delay",
    product: "mysql",
    kind: "replication-broken",
    title: { en: "Replication delayed", zh: "复制延迟" },
    does: {
      en: "The replica's applier stops: it falls behind the primary second by second.",
      zh: "从节点应用线程停止，逐秒落后于主节点。",
    },
    undoes: {
      en: "The applier runs again and catches up faster than real time.",
      zh: "应用线程恢复，以高于实时的速度追上。",
    },
    parameters: z.object({}),
    risk: 1,
    durationS: { default: 180, max: 3_600 },
    moves: [{ metric: "mysql_replication_lag_seconds", direction: "up" }],
    trips: ["MysqlReplicationLagHigh"],
    refuse: (target) =>
      target.state.detail.role === "replica"
        ? null
        : {
            en: `${target.id} is no replica, so it has nothing to replay.`,
            zh: `${target.id} 不是从节点，没有复制可延迟。`,
          },
  },
];
