import { z } from "zod";
import {
  allNodesDown,
  backupFailed,
  certificateExpired,
  clockSkew,
  connectionsExhausted,
  cpuExhaustion,
  diskFull,
  networkCut,
  networkDelay,
  primarySwitch,
  refuseUnlessPrimary,
  refuseUnlessReplaceable,
  refuseUnlessReplica,
  slowQueries,
  tableDropped,
} from "../sql-faults";
import type { FaultDefinition } from "../types";
import { mysqlTitle } from "./title";

/** Who is lost, and who takes over. */
const nodeFaults: readonly FaultDefinition[] = [
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
    trips: ["MysqlPrimaryDown", "MysqlNodeDown", "MysqlPrimaryChanged"],
    refuse: refuseUnlessReplaceable,
  },
  {
    id: "mysql.replica_down",
    product: "mysql",
    kind: "node-loss",
    title: { en: "MySQL replica down", zh: "MySQL 从节点宕机" },
    does: {
      en: "A replica or a member of a read-only group stops answering. The others take over its reads, the last resort is the primary; the node is rebuilt from a snapshot.",
      zh: "从节点或只读组成员停止应答，其余节点接管读取，最后由主节点兜底；节点由快照重建。",
    },
    undoes: {
      en: "The machine may start again, if it was not yet rebuilt, and catches up.",
      zh: "若尚未重建，机器可以重新启动并追上复制。",
    },
    parameters: z.object({}),
    risk: 2,
    durationS: { default: 120, max: 1_800 },
    moves: [
      { metric: "mysql_up", direction: "down" },
      { metric: "mysql_queries_total", direction: "down" },
    ],
    trips: ["MysqlNodeDown"],
    refuse: refuseUnlessReplica,
  },
  allNodesDown(mysqlTitle),
  primarySwitch(
    mysqlTitle,
    { en: "for some seconds, until the address has moved", zh: "数秒，直至 VIP 漂移完成" },
    [{ metric: "mysql_query_errors_total", direction: "up" }],
  ),
];

const replicationFaults: readonly FaultDefinition[] = [
  {
    id: "mysql.replication_delay",
    product: "mysql",
    kind: "dependency-slow",
    title: { en: "Replication delayed", zh: "复制延迟" },
    does: {
      en: "The replica's applier waits behind one large transaction: both threads run, and it falls behind the primary second by second.",
      zh: "从节点应用线程被一个大事务阻塞：两个复制线程均在运行，但逐秒落后于主节点。",
    },
    undoes: {
      en: "The applier goes on and catches up faster than real time.",
      zh: "应用线程恢复，以高于实时的速度追上。",
    },
    parameters: z.object({}),
    risk: 1,
    durationS: { default: 180, max: 3_600 },
    moves: [{ metric: "mysql_replication_lag_seconds", direction: "up" }],
    trips: ["MysqlReplicationLagHigh"],
    refuse: refuseUnlessReplica,
  },
  {
    id: "mysql.replication_broken",
    product: "mysql",
    kind: "replication-broken",
    title: { en: "Replication broken", zh: "复制中断" },
    does: {
      en: "The replica meets a row that it does not have (error 1032) and its applier stops. The proxy takes a copy that lags out of the reads; it cannot be promoted without loss.",
      zh: "从节点应用时找不到目标行（错误 1032），应用线程停止。代理将落后的副本移出读流量；此时提升会丢数据。",
    },
    undoes: {
      en: "The row is put right and the applier catches up; the node serves reads again once it is in time.",
      zh: "修正数据后应用线程追上，节点追平后恢复提供读取。",
    },
    parameters: z.object({}),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "mysql_replication_running", direction: "down" },
      { metric: "mysql_replication_lag_seconds", direction: "up" },
    ],
    trips: ["MysqlReplicationStopped", "MysqlReplicationLagHigh"],
    refuse: refuseUnlessReplica,
  },
];

const loadFaults: readonly FaultDefinition[] = [
  cpuExhaustion(
    mysqlTitle,
    [
      { metric: "mysql_cpu_usage_ratio", direction: "up" },
      { metric: "mysql_query_duration_seconds", direction: "up" },
      { metric: "mysql_threads_running", direction: "up" },
    ],
    ["MysqlCpuHigh"],
  ),
  slowQueries(mysqlTitle, { en: "Slow queries", zh: "慢查询" }, "mysql_threads_running"),
  connectionsExhausted(mysqlTitle, { en: "Connections exhausted", zh: "连接数耗尽" }),
  {
    id: "mysql.max_connections_low",
    product: "mysql",
    kind: "misconfiguration",
    title: { en: "max_connections set too low", zh: "max_connections 配置过低" },
    does: {
      en: "A parameter template with a small max_connections is applied. Open connections stay; each that ends cannot be renewed, so the pools shrink below what the services need.",
      zh: "应用了 max_connections 过小的参数模板。已有连接保留，断开后无法重建，连接池逐步缩到业务所需以下。",
    },
    undoes: { en: "The old value is set again; pools reconnect.", zh: "恢复原值，连接池重连。" },
    parameters: z.object({
      /** What is left of the limit. */
      limitRatio: z.number().min(0.005).max(0.9).default(0.01),
    }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "mysql_connections_max", direction: "down" },
      { metric: "mysql_connections_usage_ratio", direction: "up" },
      { metric: "mysql_connections_refused_total", direction: "up" },
    ],
    trips: ["MysqlConnectionsNearLimit", "MysqlConnectionsRefused"],
  },
  {
    id: "mysql.buffer_pool_small",
    product: "mysql",
    kind: "resource-exhaustion",
    title: { en: "Buffer pool too small", zh: "缓冲池过小" },
    does: {
      en: "innodb_buffer_pool_size is cut, so the hot pages no longer fit: statements wait for the disk.",
      zh: "innodb_buffer_pool_size 被调小，热数据页放不下，语句等待读盘。",
    },
    undoes: {
      en: "The old size is set; the pool warms within a minute or two.",
      zh: "恢复原大小，缓冲池在一两分钟内预热。",
    },
    parameters: z.object({
      /** What is left of the buffer pool. */
      sizeRatio: z.number().min(0.01).max(0.9).default(0.1),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "mysql_buffer_pool_hit_ratio", direction: "down" },
      { metric: "mysql_buffer_pool_reads_total", direction: "up" },
      { metric: "mysql_memory_usage_ratio", direction: "down" },
      { metric: "mysql_query_duration_seconds", direction: "up" },
    ],
    trips: ["MysqlBufferPoolMissesHigh"],
  },
  {
    id: "mysql.lock_contention",
    product: "mysql",
    kind: "hot-key",
    title: { en: "Hot row", zh: "热点行锁争用" },
    does: {
      en: "Many transactions update the same few rows in different orders: each waits for the one before, some are rolled back as deadlocks.",
      zh: "大量事务以不同顺序更新同几行：依次排队等待，其中一部分作为死锁被回滚。",
    },
    undoes: { en: "The batch job that did it ends.", zh: "造成争用的批处理任务结束。" },
    parameters: z.object({
      /** Share of the writes that touch the hot rows. */
      writesRatio: z.number().min(0.01).max(1).default(0.1),
      /** How long a transaction keeps them locked. */
      heldMs: z.number().min(1).max(10_000).default(50),
    }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "mysql_row_lock_waits_total", direction: "up" },
      { metric: "mysql_deadlocks_total", direction: "up" },
      { metric: "mysql_query_duration_seconds", direction: "up" },
    ],
    trips: ["MysqlDeadlocksHigh"],
    refuse: refuseUnlessPrimary,
  },
  {
    id: "mysql.long_transaction",
    product: "mysql",
    kind: "misconfiguration",
    title: { en: "Long transaction", zh: "长事务" },
    does: {
      en: "A session opens a transaction and forgets it. Purge cannot pass it: old row versions pile up and every read has to walk them.",
      zh: "某会话开启事务后遗忘未提交。purge 无法越过它，旧行版本堆积，读取需遍历版本链。",
    },
    undoes: {
      en: "The session is killed; purge catches up within minutes.",
      zh: "终止该会话，purge 在数分钟内追上。",
    },
    parameters: z.object({}),
    risk: 1,
    durationS: { default: 300, max: 7_200 },
    moves: [
      { metric: "mysql_transaction_longest_seconds", direction: "up" },
      { metric: "mysql_history_list_length", direction: "up" },
    ],
    trips: ["MysqlLongTransaction"],
    refuse: refuseUnlessPrimary,
  },
];

const careFaults: readonly FaultDefinition[] = [
  {
    id: "mysql.primary_read_only",
    product: "mysql",
    kind: "misconfiguration",
    title: { en: "Primary left read-only", zh: "主节点误置只读" },
    does: {
      en: "super_read_only is left on at the primary, as after a change that was done half. Every write is refused at once (error 1290); reads look well, and nothing fails over.",
      zh: "主节点遗留 super_read_only，如变更只做了一半。写入立即被拒绝（错误 1290），读取正常，也不会触发切换。",
    },
    undoes: { en: "super_read_only is off; writes go on.", zh: "关闭 super_read_only，写入恢复。" },
    parameters: z.object({}),
    risk: 3,
    durationS: { default: 120, max: 1_800 },
    moves: [
      { metric: "mysql_read_only", direction: "up" },
      { metric: "mysql_query_errors_total", direction: "up" },
    ],
    trips: ["MysqlPrimaryReadOnly", "MysqlErrorRateHigh"],
    refuse: refuseUnlessPrimary,
  },
  diskFull(
    mysqlTitle,
    {
      en: "A dump fills the data volume. Past the last block the instance is locked: writes fail, reads go on.",
      zh: "转储文件占满数据盘。无可用空间后实例被锁定：写入失败，读取继续。",
    },
    [{ metric: "mysql_query_errors_total", direction: "up" }],
    ["MysqlErrorRateHigh"],
  ),
  tableDropped(mysqlTitle, {
    en: "The table is rolled back from the backup and the binlog, to the second before the drop: every row is back within half a minute.",
    zh: "由备份与 binlog 将该表回档到删除前一秒，半分钟内恢复全部行。",
  }),
  backupFailed(mysqlTitle, {
    title: { en: "MySQL backup failed", zh: "MySQL 备份失败" },
    does: {
      en: "The backup store refuses the uploads: neither binlog segments nor the daily snapshot arrive.",
      zh: "备份存储拒绝上传：binlog 段与每日快照均无法送达。",
    },
  }),
  clockSkew(
    mysqlTitle,
    {
      en: "The clock of the node is ahead. Lag is the difference of two clocks (Seconds_Behind_Source), so a replica seems behind though it is not.",
      zh: "节点时钟偏快。复制延迟由两端时钟之差得出（Seconds_Behind_Source），从节点看似落后而实际没有。",
    },
    [],
  ),
  networkDelay(mysqlTitle, [{ metric: "mysql_query_duration_seconds", direction: "up" }], []),
  networkCut(mysqlTitle),
  certificateExpired(mysqlTitle),
];

export const mysqlFaults: readonly FaultDefinition[] = [
  ...nodeFaults,
  ...replicationFaults,
  ...loadFaults,
  ...careFaults,
];
