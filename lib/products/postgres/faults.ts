import { z } from "zod";
import {
  allNodesDown,
  backupFailed,
  connectionsExhausted,
  diskFull,
  networkCut,
  primarySwitch,
  refuseUnlessPrimary,
  refuseUnlessReplaceable,
  refuseUnlessReplica,
  slowQueries,
  tableDropped,
} from "../sql-faults";
import type { FaultDefinition } from "../types";
import { postgresTitle } from "./title";

const nodeFaults: readonly FaultDefinition[] = [
  {
    id: "postgres.primary_down",
    product: "postgres",
    kind: "node-loss",
    title: { en: "PostgreSQL primary down", zh: "PostgreSQL 主节点宕机" },
    does: {
      en: "The primary stops answering. Its leader lease runs out, the synchronous standby is promoted, and the lost node is rebuilt as a standby.",
      zh: "主节点停止应答。其领导租约到期后，同步备节点被提升；故障节点重建为备节点。",
    },
    undoes: {
      en: "The machine may start again; pg_rewind joins it as a standby if it was not yet rebuilt.",
      zh: "机器可以重新启动；若尚未重建，经 pg_rewind 以备节点身份加入。",
    },
    parameters: z.object({}),
    risk: 3,
    durationS: { default: 120, max: 1_800 },
    moves: [
      { metric: "postgres_up", direction: "down" },
      { metric: "postgres_is_primary", direction: "down" },
      { metric: "postgres_probe_success", direction: "down" },
    ],
    leaves: ["postgres_is_primary"],
    trips: ["PostgresPrimaryDown", "PostgresNodeDown", "PostgresPrimaryChanged"],
    refuse: refuseUnlessReplaceable,
  },
  {
    id: "postgres.standby_down",
    product: "postgres",
    kind: "replication-broken",
    title: { en: "PostgreSQL standby down", zh: "PostgreSQL 备节点宕机" },
    does: {
      en: "The standby is lost. If it was the synchronous one, every commit waits for its confirmation until the manager names another one or turns synchronous replication off.",
      zh: "备节点丢失。若为同步备节点，所有提交挂起等待确认，直到管理器改选其他备节点或关闭同步复制。",
    },
    undoes: {
      en: "The standby starts, streams what it missed, and is synchronous again.",
      zh: "备节点启动，补齐缺失的 WAL 后恢复同步。",
    },
    parameters: z.object({}),
    risk: 3,
    durationS: { default: 120, max: 1_800 },
    moves: [
      { metric: "postgres_up", direction: "down" },
      { metric: "postgres_probe_success", direction: "down" },
    ],
    trips: ["PostgresNodeDown"],
    refuse: refuseUnlessReplica,
  },
  allNodesDown(postgresTitle),
  primarySwitch(postgresTitle, { en: "for some seconds", zh: "数秒" }, [
    { metric: "postgres_query_errors_total", direction: "up" },
  ]),
];

const walFaults: readonly FaultDefinition[] = [
  {
    id: "postgres.replication_slot_leak",
    product: "postgres",
    kind: "misconfiguration",
    title: { en: "Replication slot leaked", zh: "复制槽泄漏" },
    does: {
      en: "A consumer was removed and its slot forgotten while a batch job writes: WAL is kept for it, pg_wal grows, and when the volume is full the server stops (PANIC: could not write to file).",
      zh: "消费端下线而复制槽遗留，同时有批处理写入：WAL 无法回收，pg_wal 持续增长，写满后服务崩溃（PANIC）。",
    },
    undoes: {
      en: "The slot is dropped and the job ends; the next checkpoint removes the WAL, and a stopped server starts.",
      zh: "删除复制槽并结束批处理，下一次检查点回收 WAL，已停止的服务重新启动。",
    },
    parameters: z.object({
      /** WAL that the batch job makes. */
      walMibPerS: z.number().min(1).max(2_000).default(150),
    }),
    risk: 2,
    durationS: { default: 240, max: 7_200 },
    moves: [
      { metric: "postgres_replication_slot_retained_bytes", direction: "up" },
      { metric: "postgres_wal_retained_bytes", direction: "up" },
      { metric: "postgres_replication_slots_inactive", direction: "up" },
      { metric: "postgres_disk_usage_ratio", direction: "up" },
    ],
    trips: ["PostgresReplicationSlotInactive"],
    refuse: refuseUnlessPrimary,
  },
  {
    id: "postgres.checkpoint_storm",
    product: "postgres",
    kind: "misconfiguration",
    title: { en: "max_wal_size too small", zh: "max_wal_size 过小" },
    does: {
      en: "max_wal_size is set so small that checkpoints follow each other: every page is logged whole after each, the disk is flooded, and statements wait for it.",
      zh: "max_wal_size 过小，检查点接连不断：每次之后所有页都整页写日志，磁盘被写满带宽，语句等待。",
    },
    undoes: { en: "The old size is set again.", zh: "恢复原值。" },
    parameters: z.object({
      /** Seconds from one checkpoint to the next. */
      everyS: z.number().min(1).max(30).default(4),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "postgres_checkpoints_total", direction: "up" },
      { metric: "postgres_wal_written_bytes_total", direction: "up" },
      { metric: "postgres_query_duration_seconds", direction: "up" },
    ],
    trips: ["PostgresCheckpointsTooFrequent"],
    refuse: refuseUnlessPrimary,
  },
  diskFull(
    postgresTitle,
    {
      en: "A dump fills the data volume. With no room for the next WAL segment the server stops (PANIC); on the standby there is no room either way, but it is promoted.",
      zh: "转储文件占满数据盘。没有空间写下一个 WAL 段时服务崩溃（PANIC），备节点被提升接管。",
    },
    [
      { metric: "postgres_up", direction: "down" },
      { metric: "postgres_probe_success", direction: "down" },
    ],
    ["PostgresNodeDown"],
  ),
  backupFailed(
    postgresTitle,
    {
      title: { en: "WAL archiving failed", zh: "WAL 归档失败" },
      does: {
        en: "archive_command is refused by the backup store: no segment is archived, none may be removed, and pg_wal grows.",
        zh: "备份存储拒绝 archive_command：WAL 段无法归档也不能删除，pg_wal 持续增长。",
      },
    },
    [
      { metric: "postgres_archive_failures_total", direction: "up" },
      { metric: "postgres_wal_retained_bytes", direction: "up" },
    ],
  ),
];

const vacuumFaults: readonly FaultDefinition[] = [
  {
    id: "postgres.autovacuum_off",
    product: "postgres",
    kind: "misconfiguration",
    title: { en: "Autovacuum off", zh: "自动清理被关闭" },
    does: {
      en: "autovacuum is switched off while a batch job updates rows: dead tuples pile up, tables and indexes bloat, and each scan reads more waste.",
      zh: "autovacuum 被关闭，同时批处理更新大量行：死元组堆积，表与索引膨胀，扫描读到越来越多的无用数据。",
    },
    undoes: {
      en: "Autovacuum is on; it cleans up within a few minutes. The space stays with the table.",
      zh: "开启自动清理，数分钟内清理完成；空间留给表复用。",
    },
    parameters: z.object({
      /** Rows that the batch job updates, as a share of the written tables each minute. */
      updatedRatioPerMinute: z.number().min(0.01).max(5).default(0.3),
    }),
    risk: 2,
    durationS: { default: 240, max: 7_200 },
    moves: [
      { metric: "postgres_dead_tuples", direction: "up" },
      { metric: "postgres_bloat_ratio", direction: "up" },
      { metric: "postgres_query_duration_seconds", direction: "up" },
    ],
    trips: ["PostgresBloatHigh"],
    refuse: refuseUnlessPrimary,
  },
  {
    id: "postgres.idle_in_transaction",
    product: "postgres",
    kind: "connection-leak",
    title: { en: "Idle in transaction", zh: "事务中空闲" },
    does: {
      en: "A release forgets to end its transactions: backends stay idle in transaction, connection by connection, and the oldest one holds vacuum up.",
      zh: "新版本遗漏结束事务：后端逐个停留在事务中空闲，占满连接，最旧的事务阻碍 vacuum。",
    },
    undoes: {
      en: "The release is rolled back; its sessions are terminated and vacuum goes on.",
      zh: "回滚版本并终止会话，vacuum 继续。",
    },
    parameters: z.object({
      /** Share of max_connections that is taken each minute. */
      takenRatioPerMinute: z.number().min(0.01).max(5).default(0.6),
    }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "postgres_backends_idle_in_transaction", direction: "up" },
      { metric: "postgres_transaction_longest_seconds", direction: "up" },
      { metric: "postgres_connections", direction: "up" },
    ],
    trips: ["PostgresIdleInTransaction", "PostgresLongTransaction"],
    refuse: refuseUnlessPrimary,
  },
  {
    id: "postgres.xid_wraparound",
    product: "postgres",
    kind: "quota-reached",
    title: { en: "Transaction ids run out", zh: "事务号耗尽" },
    does: {
      en: "Freezing has been blocked for weeks (a forgotten prepared transaction) and the age jumps towards 2^31. Three million before the end the server refuses to give out ids: every write fails, reads go on.",
      zh: "冻结被阻塞数周（遗忘的两阶段事务），事务号年龄逼近 2^31。距上限三百万时停止分配事务号：写入全部失败，读取继续。",
    },
    undoes: {
      en: "The prepared transaction is rolled back and an emergency vacuum freezes the tables; ids are given out again.",
      zh: "回滚遗留事务，紧急 vacuum 冻结各表，恢复分配事务号。",
    },
    parameters: z.object({
      /** The age that is reached, as a share of 2^31. */
      ageRatio: z.number().min(0.2).max(1).default(1),
    }),
    risk: 3,
    durationS: { default: 120, max: 1_800 },
    moves: [
      { metric: "postgres_transaction_id_age", direction: "up" },
      { metric: "postgres_query_errors_total", direction: "up" },
    ],
    trips: ["PostgresTransactionIdsRunningOut", "PostgresErrorRateHigh"],
    refuse: refuseUnlessPrimary,
  },
];

const loadFaults: readonly FaultDefinition[] = [
  {
    id: "postgres.exclusive_lock",
    product: "postgres",
    kind: "hot-key",
    title: { en: "Exclusive lock on a table", zh: "表级排他锁" },
    does: {
      en: "An ALTER TABLE waits for a long reader and queues everybody behind it (ACCESS EXCLUSIVE, no lock_timeout): statements on the table neither fail nor return until their callers give up.",
      zh: "ALTER TABLE 等待一个长查询，后续语句全部排队（ACCESS EXCLUSIVE，未设 lock_timeout）：该表的语句既不报错也不返回，直到调用方超时。",
    },
    undoes: { en: "The migration is cancelled; the queue drains at once.", zh: "取消变更，队列立即消化。" },
    parameters: z.object({
      /** Share of the statements that need the table. */
      queriesRatio: z.number().min(0.01).max(1).default(0.4),
    }),
    risk: 3,
    durationS: { default: 120, max: 1_800 },
    moves: [
      { metric: "postgres_lock_waits_total", direction: "up" },
      { metric: "postgres_backends_active", direction: "up" },
      { metric: "postgres_query_errors_total", direction: "up" },
      { metric: "postgres_slow_queries_total", direction: "up" },
    ],
    trips: ["PostgresErrorRateHigh", "PostgresSlowQueriesHigh"],
    refuse: refuseUnlessPrimary,
  },
  slowQueries(
    postgresTitle,
    { en: "PostgreSQL plan regression", zh: "PostgreSQL 执行计划劣化" },
    "postgres_backends_active",
  ),
  connectionsExhausted(postgresTitle, {
    en: "PostgreSQL connections exhausted",
    zh: "PostgreSQL 连接数耗尽",
  }),
  tableDropped(postgresTitle, {
    en: "The table comes back by point-in-time recovery from base backup and archived WAL, to the second before the drop: every row within a minute.",
    zh: "由基础备份与归档 WAL 做时间点恢复到删除前一秒，一分钟内恢复全部行。",
  }),
  networkCut(postgresTitle),
];

export const postgresFaults: readonly FaultDefinition[] = [
  ...nodeFaults,
  ...walFaults,
  ...vacuumFaults,
  ...loadFaults,
];
