import { z } from "zod";
import {
  allNodesDown,
  backupFailed,
  clockSkew,
  connectionsExhausted,
  networkCut,
  slowQueries,
  standbys,
  tableDropped,
} from "../sql-faults";
import type { FaultDefinition, FaultTarget, Text } from "../types";
import { mariadbTitle } from "./title";

/** Galera needs more than half of the last view: of three nodes two. */
const refuseUnlessThree = (target: FaultTarget, peers: readonly FaultTarget[]): Text | null =>
  standbys(peers).length >= 2
    ? null
    : {
        en: `${target.id} has fewer than two peers that answer: without it the quorum would be lost.`,
        zh: `${target.id} 可用的其他节点不足两个：失去它将失去多数派。`,
      };

const refuseWithoutPeers = (target: FaultTarget, peers: readonly FaultTarget[]): Text | null =>
  standbys(peers).length > 0
    ? null
    : {
        en: `${target.id} has no other node: there is nobody to replicate with.`,
        zh: `${target.id} 没有其他节点，不存在复制。`,
      };

const nodeFaults: readonly FaultDefinition[] = [
  {
    id: "mariadb.node_down",
    product: "mariadb",
    kind: "node-loss",
    title: { en: "Galera node down", zh: "Galera 节点宕机" },
    does: {
      en: "The node stops answering. For five seconds (evs.suspect_timeout) all commits wait for it, then it is expelled; the proxy sends writes to another synced node, and the lost one is rebuilt by state transfer.",
      zh: "节点停止应答。五秒内（evs.suspect_timeout）全部提交等待它，随后将其驱逐；代理改写另一已同步节点，故障节点经状态传输重建。",
    },
    undoes: {
      en: "The machine may start again, if it was not yet rebuilt, and fetches what it missed (IST).",
      zh: "若尚未重建，机器可以重新启动，并以增量传输（IST）补齐。",
    },
    parameters: z.object({}),
    risk: 2,
    durationS: { default: 120, max: 1_800 },
    moves: [
      { metric: "mariadb_up", direction: "down" },
      { metric: "mariadb_queries_total", direction: "down" },
    ],
    leaves: ["mariadb_queries_total"],
    trips: ["MariadbNodeDown"],
    refuse: refuseUnlessThree,
  },
  allNodesDown(mariadbTitle),
  {
    id: "mariadb.quorum_lost",
    product: "mariadb",
    kind: "network-cut",
    title: { en: "Galera quorum lost", zh: "Galera 失去多数派" },
    does: {
      en: "The replication port (4567) is closed between all nodes, as by a wrong security group. Each sees itself alone, leaves the primary component and refuses every statement, reads too, though all processes are well.",
      zh: "节点间复制端口（4567）全部不通，如安全组误配。每个节点只看到自己，退出主组件并拒绝全部语句（含读取），而进程都正常。",
    },
    undoes: {
      en: "The nodes see each other, form the primary component again within seconds and go on.",
      zh: "节点重新互通，数秒内恢复主组件并继续服务。",
    },
    parameters: z.object({}),
    risk: 3,
    durationS: { default: 120, max: 1_800 },
    moves: [
      { metric: "mariadb_wsrep_cluster_size", direction: "down" },
      { metric: "mariadb_wsrep_cluster_status", direction: "down" },
      { metric: "mariadb_wsrep_ready", direction: "down" },
      { metric: "mariadb_query_errors_total", direction: "up" },
    ],
    trips: ["MariadbNoQuorum", "MariadbClusterSizeLow", "MariadbErrorRateHigh"],
    refuse: refuseWithoutPeers,
  },
  {
    id: "mariadb.node_partitioned",
    product: "mariadb",
    kind: "network-cut",
    title: { en: "Galera node partitioned", zh: "Galera 节点网络分区" },
    does: {
      en: "One node is cut off from its peers, not from its clients. It becomes a component without quorum and refuses statements; the others go on without it.",
      zh: "一个节点与其他节点隔离，但客户端可达。它成为没有多数派的组件并拒绝语句，其余节点继续服务。",
    },
    undoes: {
      en: "It joins again and fetches what it missed (IST).",
      zh: "重新加入并以增量传输（IST）补齐。",
    },
    parameters: z.object({}),
    risk: 2,
    durationS: { default: 120, max: 1_800 },
    moves: [
      { metric: "mariadb_wsrep_cluster_status", direction: "down" },
      { metric: "mariadb_wsrep_cluster_size", direction: "down" },
      { metric: "mariadb_wsrep_ready", direction: "down" },
    ],
    trips: ["MariadbClusterSizeLow"],
    refuse: refuseUnlessThree,
  },
];

const replicationFaults: readonly FaultDefinition[] = [
  {
    id: "mariadb.flow_control",
    product: "mariadb",
    kind: "dependency-slow",
    title: { en: "Galera flow control", zh: "Galera 流控" },
    does: {
      en: "The node's disk is slow, so its receive queue grows past the limit and it asks the whole cluster to pause: one slow node sets the pace of all writes.",
      zh: "节点磁盘变慢，接收队列超过上限后要求整个集群暂停：一个慢节点决定了全部写入的速度。",
    },
    undoes: {
      en: "The disk is fast again; the queue drains and the pauses end.",
      zh: "磁盘恢复，队列消化，暂停结束。",
    },
    parameters: z.object({
      /** Rate at which the node still applies, as a share of the writes that arrive. */
      applyRatio: z.number().min(0.05).max(0.95).default(0.4),
    }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "mariadb_wsrep_flow_control_paused_ratio", direction: "up" },
      { metric: "mariadb_wsrep_flow_control_sent_total", direction: "up" },
      { metric: "mariadb_wsrep_local_recv_queue", direction: "up" },
    ],
    trips: ["MariadbFlowControlPaused"],
    refuse: refuseWithoutPeers,
  },
  {
    id: "mariadb.state_transfer",
    product: "mariadb",
    kind: "capacity-loss",
    title: { en: "Full state transfer", zh: "全量状态传输（SST）" },
    does: {
      en: "The node lost its state file and asks for a full copy (SST): it serves nothing until the copy is done, and the donor is desynced meanwhile.",
      zh: "节点丢失状态文件，请求全量传输（SST）：完成前不提供服务，捐献节点同时失步。",
    },
    undoes: {
      en: "The copy ends within half a minute; both nodes are synced and serve again.",
      zh: "半分钟内完成传输，两个节点恢复同步并提供服务。",
    },
    parameters: z.object({}),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "mariadb_wsrep_local_state", direction: "down" },
      { metric: "mariadb_wsrep_ready", direction: "down" },
    ],
    trips: ["MariadbNodeNotSynced"],
    refuse: refuseUnlessThree,
  },
  {
    id: "mariadb.write_conflicts",
    product: "mariadb",
    kind: "hot-key",
    title: { en: "Galera write conflicts", zh: "Galera 写冲突" },
    does: {
      en: "A job writes the same rows through another node, past the proxy. Transactions that lose certification are rolled back at commit and look like deadlocks.",
      zh: "某任务绕过代理在另一节点写同样的行。认证失败的事务在提交时回滚，表现为死锁。",
    },
    undoes: { en: "The job ends.", zh: "该任务结束。" },
    parameters: z.object({
      /** Share of the writes that meet the same rows. */
      writesRatio: z.number().min(0.01).max(0.9).default(0.15),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "mariadb_wsrep_local_cert_failures_total", direction: "up" },
      { metric: "mariadb_query_errors_total", direction: "up" },
    ],
    trips: ["MariadbCertificationFailures"],
    refuse: refuseWithoutPeers,
  },
  {
    id: "mariadb.schema_change_blocks",
    product: "mariadb",
    kind: "misconfiguration",
    title: { en: "Schema change blocks the cluster", zh: "DDL 阻塞整个集群" },
    does: {
      en: "An ALTER TABLE runs in total order isolation (wsrep_OSU_method=TOI): every commit on every node waits until it has ended, and callers give up.",
      zh: "ALTER TABLE 以全序隔离执行（wsrep_OSU_method=TOI）：所有节点的提交都等待其结束，调用方超时。",
    },
    undoes: {
      en: "The statement ends; what waits is committed at once.",
      zh: "DDL 结束，等待的事务立即提交。",
    },
    parameters: z.object({}),
    risk: 3,
    durationS: { default: 90, max: 1_800 },
    moves: [
      { metric: "mariadb_query_errors_total", direction: "up" },
      { metric: "mariadb_slow_queries_total", direction: "up" },
    ],
    trips: ["MariadbErrorRateHigh", "MariadbSlowQueriesHigh"],
  },
  {
    id: "mariadb.network_loss",
    product: "mariadb",
    kind: "network-loss",
    title: { en: "Galera packet loss", zh: "Galera 网络丢包" },
    does: {
      en: "Packets between this node and its peers are lost. Each commit needs the answer of all nodes, so it waits for retransmissions; reads are untouched.",
      zh: "该节点与其他节点之间丢包。每次提交都需全部节点应答，因此等待重传；读取不受影响。",
    },
    undoes: { en: "Packets arrive again.", zh: "恢复正常收发。" },
    parameters: z.object({
      /** Share of the packets that are lost. */
      lostRatio: z.number().min(0.01).max(0.6).default(0.2),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [{ metric: "mariadb_query_duration_seconds", direction: "up" }],
    trips: [],
    refuse: refuseWithoutPeers,
  },
];

export const mariadbFaults: readonly FaultDefinition[] = [
  ...nodeFaults,
  ...replicationFaults,
  slowQueries(mariadbTitle, { en: "MariaDB slow queries", zh: "MariaDB 慢查询" }, "mariadb_threads_running"),
  connectionsExhausted(mariadbTitle, { en: "MariaDB connections exhausted", zh: "MariaDB 连接数耗尽" }),
  networkCut(mariadbTitle),
  tableDropped(mariadbTitle, {
    en: "The table is restored from the physical backup and the binlog, to the second before the drop: every row within a minute.",
    zh: "由物理备份与 binlog 恢复到删除前一秒，一分钟内恢复全部行。",
  }),
  backupFailed(mariadbTitle, {
    title: { en: "MariaDB backup failed", zh: "MariaDB 备份失败" },
    does: {
      en: "The backup store refuses the uploads: neither binlog segments nor the daily copy arrive.",
      zh: "备份存储拒绝上传：binlog 段与每日备份均无法送达。",
    },
  }),
  clockSkew(
    mariadbTitle,
    {
      en: "The clock of the node is ahead. Certification goes by sequence numbers, so nothing breaks: only what is written with NOW() is wrong.",
      zh: "节点时钟偏快。认证依据序号而非时间，集群不受影响：仅以 NOW() 写入的时间有误。",
    },
    [],
  ),
];
