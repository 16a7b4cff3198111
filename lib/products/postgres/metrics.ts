import {
  careMetrics,
  connectionMetrics,
  machineMetrics,
  primaryMetrics,
  statementMetrics,
} from "../sql-metrics";
import type { MetricDefinition } from "../types";
import { perSecond } from "../views";
import { postgresTitle } from "./title";

const BLOCKS_HIT = "postgres_blocks_hit_total";
const BLOCKS_READ = "postgres_blocks_read_total";

const sessionMetrics: readonly MetricDefinition[] = [
  {
    name: "postgres_backends_active",
    type: "gauge",
    unit: "connections",
    title: { en: "PostgreSQL active backends", zh: "PostgreSQL 活跃后端" },
    help: {
      en: "Backends that execute a statement or wait for a lock (pg_stat_activity, state active).",
      zh: "执行语句或等待锁的后端数（pg_stat_activity，state=active）。",
    },
    bad: "high",
    synonyms: ["active backends", "active sessions", "concurrency", "活跃会话", "活跃后端", "并发"],
  },
  {
    name: "postgres_backends_idle_in_transaction",
    type: "gauge",
    unit: "connections",
    title: { en: "PostgreSQL idle in transaction", zh: "PostgreSQL 事务中空闲" },
    help: {
      en: "Backends that hold a transaction open and do nothing (pg_stat_activity, state idle in transaction).",
      zh: "持有未结束事务而空闲的后端数（pg_stat_activity，state=idle in transaction）。",
    },
    bad: "high",
    threshold: {
      value: 20,
      reason: "Our choice: more than a service's pods leave so for a moment between two statements.",
    },
    synonyms: ["idle in transaction", "事务中空闲", "空闲事务"],
  },
  {
    name: "postgres_transaction_longest_seconds",
    type: "gauge",
    unit: "seconds",
    title: { en: "PostgreSQL longest transaction", zh: "PostgreSQL 最长事务" },
    help: {
      en: "Age of the oldest open transaction (pg_stat_activity.xact_start).",
      zh: "最早未结束事务的持续时间（pg_stat_activity.xact_start）。",
    },
    bad: "high",
    threshold: {
      value: 60,
      reason: "Our choice: no request lasts a minute, so nobody waits for its result.",
    },
    synonyms: ["long transaction", "longest transaction", "长事务", "最长事务"],
  },
  {
    name: "postgres_transactions_total",
    type: "counter",
    unit: "transactions",
    title: { en: "PostgreSQL transactions", zh: "PostgreSQL 事务量" },
    help: {
      en: "Transactions ended, by `outcome` commit or rollback (pg_stat_database).",
      zh: "结束的事务数，按 outcome 分 commit 与 rollback（pg_stat_database）。",
    },
    bad: "neither",
    synonyms: ["tps", "transactions", "commits", "rollbacks", "事务", "事务量"],
    view: perSecond("postgres_transactions_total"),
    viewUnit: "transactions/second",
    labels: ["outcome"],
  },
  {
    name: "postgres_lock_waits_total",
    type: "counter",
    unit: "waits",
    title: { en: "PostgreSQL lock waits", zh: "PostgreSQL 锁等待" },
    help: {
      en: "Statements that waited for a lock of another transaction (log_lock_waits).",
      zh: "等待其他事务所持锁的语句数（log_lock_waits）。",
    },
    bad: "high",
    synonyms: ["locks", "lock waits", "锁等待"],
    view: perSecond("postgres_lock_waits_total"),
    viewUnit: "waits/second",
  },
  {
    name: "postgres_deadlocks_total",
    type: "counter",
    unit: "deadlocks",
    title: { en: "PostgreSQL deadlocks", zh: "PostgreSQL 死锁" },
    help: {
      en: "Transactions cancelled as the victim of a deadlock (pg_stat_database.deadlocks).",
      zh: "因死锁被取消的事务数（pg_stat_database.deadlocks）。",
    },
    bad: "high",
    threshold: { value: 0.1, reason: "Our choice: one in ten seconds is a pattern, not a coincidence." },
    synonyms: ["deadlocks", "deadlock", "死锁"],
    view: perSecond("postgres_deadlocks_total"),
    viewUnit: "deadlocks/second",
  },
];

const cacheMetrics: readonly MetricDefinition[] = [
  {
    name: BLOCKS_HIT,
    type: "counter",
    unit: "blocks",
    title: { en: "PostgreSQL blocks hit", zh: "PostgreSQL 命中块数" },
    help: {
      en: "Blocks found in shared buffers (pg_stat_database.blks_hit).",
      zh: "在共享缓冲区命中的块数（pg_stat_database.blks_hit）。",
    },
    bad: "neither",
    synonyms: ["blocks hit", "blks_hit", "命中块"],
    view: perSecond(BLOCKS_HIT),
    viewUnit: "blocks/second",
  },
  {
    name: BLOCKS_READ,
    type: "counter",
    unit: "blocks",
    title: { en: "PostgreSQL blocks read", zh: "PostgreSQL 读盘块数" },
    help: {
      en: "Blocks that had to be read from storage (pg_stat_database.blks_read).",
      zh: "需从存储读取的块数（pg_stat_database.blks_read）。",
    },
    bad: "high",
    synonyms: ["blocks read", "blks_read", "读盘块"],
    view: perSecond(BLOCKS_READ),
    viewUnit: "blocks/second",
  },
  {
    name: "postgres_cache_hit_ratio",
    type: "gauge",
    unit: "ratio",
    title: { en: "PostgreSQL cache hit rate", zh: "PostgreSQL 缓存命中率" },
    help: {
      en: "Share of block requests that shared buffers answered.",
      zh: "由共享缓冲区直接应答的块请求比例。",
    },
    bad: "low",
    threshold: {
      value: 0.95,
      reason:
        "Our choice: below it more than one block in twenty waits for storage, which is 100 times slower.",
    },
    synonyms: ["cache hit", "cache hit rate", "buffer hit", "缓存命中率"],
    view: `1 - ${perSecond(BLOCKS_READ)} / (${perSecond(BLOCKS_HIT)} + ${perSecond(BLOCKS_READ)})`,
    derived: true,
  },
];

const walMetrics: readonly MetricDefinition[] = [
  {
    name: "postgres_wal_written_bytes_total",
    type: "counter",
    unit: "bytes",
    title: { en: "PostgreSQL WAL written", zh: "PostgreSQL WAL 写入量" },
    help: {
      en: "Write-ahead log made, full-page images included (pg_stat_wal.wal_bytes).",
      zh: "产生的 WAL 量，含整页镜像（pg_stat_wal.wal_bytes）。",
    },
    bad: "neither",
    synonyms: ["wal", "wal rate", "wal 写入量"],
    view: perSecond("postgres_wal_written_bytes_total"),
    viewUnit: "bytes/second",
  },
  {
    name: "postgres_wal_retained_bytes",
    type: "gauge",
    unit: "bytes",
    title: { en: "PostgreSQL WAL kept", zh: "PostgreSQL WAL 留存量" },
    help: {
      en: "Size of pg_wal (pg_ls_waldir): what checkpoints, slots and the archiver still need.",
      zh: "pg_wal 目录大小（pg_ls_waldir）：检查点、复制槽与归档仍需要的部分。",
    },
    bad: "high",
    synonyms: ["wal size", "pg_wal", "wal 大小", "wal 留存"],
  },
  {
    name: "postgres_replication_slot_retained_bytes",
    type: "gauge",
    unit: "bytes",
    title: { en: "PostgreSQL WAL kept by slots", zh: "PostgreSQL 复制槽积压" },
    help: {
      en: "WAL between the oldest replication slot's restart_lsn and now (pg_replication_slots).",
      zh: "最旧复制槽 restart_lsn 到当前位置之间的 WAL（pg_replication_slots）。",
    },
    bad: "high",
    threshold: {
      value: 10_737_418_240,
      reason: "Our choice, 10 GiB: minutes of heavy writing; a slot in use keeps megabytes.",
    },
    synonyms: ["replication slot", "slot", "复制槽", "复制槽积压"],
  },
  {
    name: "postgres_replication_slots_inactive",
    type: "gauge",
    unit: "slots",
    title: { en: "PostgreSQL inactive slots", zh: "PostgreSQL 失活复制槽" },
    help: {
      en: "Replication slots that nobody reads (pg_replication_slots, active false).",
      zh: "无人消费的复制槽数（pg_replication_slots，active=false）。",
    },
    bad: "high",
    threshold: { value: 0, reason: "An unread slot keeps WAL until the disk is full." },
    synonyms: ["inactive slots", "失活复制槽"],
  },
  {
    name: "postgres_checkpoints_total",
    type: "counter",
    unit: "checkpoints",
    title: { en: "PostgreSQL checkpoints", zh: "PostgreSQL 检查点" },
    help: {
      en: "Checkpoints, by `kind`: timed by checkpoint_timeout, or requested because max_wal_size was reached.",
      zh: "检查点次数，按 kind：timed 由 checkpoint_timeout 触发，requested 因达到 max_wal_size 触发。",
    },
    bad: "high",
    synonyms: ["checkpoints", "checkpoint", "检查点"],
    view: `sum by (resource) (increase(postgres_checkpoints_total{$selector}[$window]))`,
    viewUnit: "checkpoints",
    labels: ["kind"],
  },
  {
    name: "postgres_replication_lag_seconds",
    type: "gauge",
    unit: "seconds",
    title: { en: "PostgreSQL replication lag", zh: "PostgreSQL 复制延迟" },
    help: {
      en: "How far replay on a standby is behind the primary; 0 on the primary.",
      zh: "备节点回放落后主节点的时间；主节点为 0。",
    },
    bad: "high",
    threshold: {
      value: 10,
      reason: "Our choice: past it a position read from the standby is plainly wrong.",
    },
    synonyms: ["lag", "replication lag", "replication delay", "主从延迟", "复制延迟", "同步延迟"],
  },
  {
    name: "postgres_synchronous_standbys",
    type: "gauge",
    unit: "standbys",
    title: { en: "PostgreSQL synchronous standbys", zh: "PostgreSQL 同步备节点数" },
    help: {
      en: "Standbys that a commit waits for (pg_stat_replication, sync_state sync). Primary only.",
      zh: "提交需等待确认的备节点数（pg_stat_replication，sync_state=sync）。仅主节点有数据。",
    },
    bad: "low",
    synonyms: ["synchronous standby", "sync standby", "同步备节点", "同步复制"],
  },
];

const vacuumMetrics: readonly MetricDefinition[] = [
  {
    name: "postgres_dead_tuples",
    type: "gauge",
    unit: "tuples",
    title: { en: "PostgreSQL dead tuples", zh: "PostgreSQL 死元组" },
    help: {
      en: "Row versions that nobody can see any more and vacuum has not removed (pg_stat_user_tables.n_dead_tup).",
      zh: "不再可见但尚未被 vacuum 清理的行版本数（pg_stat_user_tables.n_dead_tup）。",
    },
    bad: "high",
    synonyms: ["dead tuples", "dead rows", "死元组"],
  },
  {
    name: "postgres_bloat_ratio",
    type: "gauge",
    unit: "ratio",
    title: { en: "PostgreSQL bloat", zh: "PostgreSQL 表膨胀率" },
    help: {
      en: "Dead row versions over all, in the tables that are written: the share of each scan that is waste.",
      zh: "写入表中死元组占全部行版本的比例，即每次扫描中被浪费的部分。",
    },
    bad: "high",
    threshold: {
      value: 0.3,
      reason: "autovacuum_vacuum_scale_factor is 0.2 by default: above it by half, vacuum does not keep up.",
    },
    synonyms: ["bloat", "table bloat", "膨胀", "表膨胀"],
  },
  {
    name: "postgres_autovacuum_runs_total",
    type: "counter",
    unit: "runs",
    title: { en: "PostgreSQL autovacuum runs", zh: "PostgreSQL 自动清理次数" },
    help: {
      en: "Tables vacuumed by the daemon (pg_stat_user_tables.autovacuum_count).",
      zh: "自动清理守护进程处理的表次数（pg_stat_user_tables.autovacuum_count）。",
    },
    bad: "neither",
    synonyms: ["autovacuum", "vacuum", "自动清理"],
    view: perSecond("postgres_autovacuum_runs_total"),
    viewUnit: "runs/second",
  },
  {
    name: "postgres_transaction_id_age",
    type: "gauge",
    unit: "transactions",
    title: { en: "PostgreSQL transaction id age", zh: "PostgreSQL 事务号年龄" },
    help: {
      en: "Transactions since the oldest row that is not frozen (age of pg_database.datfrozenxid). Near 2^31 the server takes no more writes.",
      zh: "自最旧未冻结行以来的事务数（pg_database.datfrozenxid 年龄）。接近 2^31 时停止接受写入。",
    },
    bad: "high",
    threshold: {
      value: 400_000_000,
      reason: "Twice autovacuum_freeze_max_age (200 million): freezing should have begun long before.",
    },
    synonyms: ["xid age", "wraparound", "transaction id", "事务号", "事务号年龄", "回卷"],
  },
  {
    name: "postgres_archive_failures_total",
    type: "counter",
    unit: "segments",
    title: { en: "PostgreSQL archive failures", zh: "PostgreSQL 归档失败" },
    help: {
      en: "Attempts of archive_command that failed (pg_stat_archiver.failed_count).",
      zh: "archive_command 失败次数（pg_stat_archiver.failed_count）。",
    },
    bad: "high",
    threshold: { value: 0, reason: "What is not archived cannot be restored, and stays in pg_wal." },
    synonyms: ["archive failures", "wal archive", "归档失败"],
    view: perSecond("postgres_archive_failures_total"),
    viewUnit: "segments/second",
  },
];

export const postgresMetrics: readonly MetricDefinition[] = [
  ...machineMetrics(postgresTitle),
  ...primaryMetrics(postgresTitle, {
    en: "1 on the node that accepts writes (pg_is_in_recovery is false), else 0.",
    zh: "接受写入的节点（pg_is_in_recovery 为 false）为 1，否则为 0。",
  }),
  ...connectionMetrics(postgresTitle, { open: "pg_stat_activity", max: "max_connections" }),
  ...statementMetrics(postgresTitle, "log_min_duration_statement"),
  ...sessionMetrics,
  ...cacheMetrics,
  ...walMetrics,
  ...vacuumMetrics,
  ...careMetrics(postgresTitle),
];
