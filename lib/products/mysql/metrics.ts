import {
  bufferMetrics,
  careMetrics,
  concurrencyMetrics,
  connectionMetrics,
  machineMetrics,
  primaryMetrics,
  statementMetrics,
} from "../sql-metrics";
import type { MetricDefinition } from "../types";
import { mysqlTitle } from "./title";

export const mysqlMetrics: readonly MetricDefinition[] = [
  ...machineMetrics(mysqlTitle),
  ...primaryMetrics(mysqlTitle, {
    en: "1 on the node that accepts writes, else 0.",
    zh: "接受写入的节点为 1，否则为 0。",
  }),
  {
    name: "mysql_vip_bound",
    type: "gauge",
    unit: "",
    title: { en: "MySQL VIP bound", zh: "MySQL VIP 绑定" },
    help: {
      en: "1 on the node to which the cluster's virtual address points; writes arrive there, whoever is primary.",
      zh: "集群虚拟地址（VIP）指向的节点为 1；无论谁是主节点，写入都到达该节点。",
    },
    bad: "neither",
    synonyms: ["vip", "virtual ip", "virtual address", "虚拟地址", "虚拟ip"],
  },
  {
    name: "mysql_read_only",
    type: "gauge",
    unit: "",
    title: { en: "MySQL read-only", zh: "MySQL 只读" },
    help: {
      en: "1 while the node refuses writes (super_read_only); right on a replica, wrong on a primary.",
      zh: "节点拒绝写入（super_read_only）时为 1；从节点应为 1，主节点应为 0。",
    },
    bad: "neither",
    synonyms: ["read only", "read-only", "super_read_only", "只读"],
  },
  ...connectionMetrics(mysqlTitle, { open: "Threads_connected", max: "max_connections" }),
  ...statementMetrics(mysqlTitle, "long_query_time"),
  ...concurrencyMetrics(mysqlTitle, {
    running: "Threads_running",
    lockWaits: "Innodb_row_lock_waits",
    deadlocks: "Innodb_deadlocks",
  }),
  ...bufferMetrics(mysqlTitle, {
    requests: "Innodb_buffer_pool_read_requests",
    reads: "Innodb_buffer_pool_reads",
  }),
  {
    name: "mysql_history_list_length",
    type: "gauge",
    unit: "transactions",
    title: { en: "MySQL history list length", zh: "MySQL undo 历史长度" },
    help: {
      en: "Committed transactions whose old row versions are not purged yet (trx_rseg_history_len). Each read may have to walk them.",
      zh: "旧行版本尚未清除的已提交事务数（trx_rseg_history_len），读取可能需要遍历它们。",
    },
    bad: "high",
    threshold: {
      value: 100_000,
      reason: "Our choice: minutes of an ordinary peak's writes; purge alone needs seconds.",
    },
    synonyms: ["history list", "undo", "purge", "undo 历史", "历史链表"],
  },
  {
    name: "mysql_transaction_longest_seconds",
    type: "gauge",
    unit: "seconds",
    title: { en: "MySQL longest transaction", zh: "MySQL 最长事务" },
    help: {
      en: "Age of the oldest open transaction (information_schema.innodb_trx).",
      zh: "最早未结束事务的持续时间（information_schema.innodb_trx）。",
    },
    bad: "high",
    threshold: {
      value: 60,
      reason: "Our choice: no request lasts a minute, so nobody waits for its result.",
    },
    synonyms: ["long transaction", "longest transaction", "长事务", "最长事务"],
  },
  {
    name: "mysql_replication_running",
    type: "gauge",
    unit: "",
    title: { en: "MySQL replication running", zh: "MySQL 复制线程运行" },
    help: {
      en: "1 while both threads of the replica run (Replica_IO_Running, Replica_SQL_Running). Absent on the primary.",
      zh: "从节点的两个复制线程均运行时为 1（Replica_IO_Running、Replica_SQL_Running）。主节点无数据。",
    },
    bad: "low",
    threshold: { value: 1, reason: "Anything below 1 is a copy that no longer follows." },
    synonyms: ["replication running", "slave running", "replication threads", "复制线程", "复制状态"],
  },
  {
    name: "mysql_replication_lag_seconds",
    type: "gauge",
    unit: "seconds",
    title: { en: "MySQL replication lag", zh: "MySQL 复制延迟" },
    help: {
      en: "How far a replica is behind the primary; 0 on the primary.",
      zh: "从节点落后主节点的时间；主节点为 0。",
    },
    bad: "high",
    threshold: { value: 10, reason: "Our choice: past it a shopper no longer finds the order just placed." },
    synonyms: ["lag", "replication lag", "replication delay", "主从延迟", "复制延迟", "同步延迟", "积压"],
  },
  ...careMetrics(mysqlTitle),
];
