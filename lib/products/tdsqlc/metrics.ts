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
import { CALL_BUCKETS, p99, perSecond } from "../views";
import { tdsqlcTitle } from "./title";

export const tdsqlcMetrics: readonly MetricDefinition[] = [
  ...machineMetrics(tdsqlcTitle),
  ...primaryMetrics(tdsqlcTitle, {
    en: "1 on the compute node that writes (the writer), else 0.",
    zh: "读写节点为 1，只读节点为 0。",
  }),
  ...connectionMetrics(tdsqlcTitle, { open: "Threads_connected", max: "max_connections" }),
  ...statementMetrics(tdsqlcTitle, "long_query_time"),
  ...concurrencyMetrics(tdsqlcTitle, {
    running: "Threads_running",
    lockWaits: "Innodb_row_lock_waits",
    deadlocks: "Innodb_deadlocks",
  }),
  ...bufferMetrics(tdsqlcTitle, {
    requests: "Innodb_buffer_pool_read_requests",
    reads: "Innodb_buffer_pool_reads",
  }),
  {
    name: "tdsqlc_capacity_units",
    type: "gauge",
    unit: "units",
    title: { en: "TDSQL-C capacity units", zh: "TDSQL-C 算力单元" },
    help: {
      en: "Compute units (CCU) that the node has now: one is about a core and two GiB. Serverless nodes scale between their bounds.",
      zh: "节点当前算力单元（CCU），一个约为 1 核 2 GiB。Serverless 节点在上下限之间伸缩。",
    },
    bad: "neither",
    synonyms: ["ccu", "capacity units", "compute units", "算力", "算力单元"],
  },
  {
    name: "tdsqlc_capacity_units_max",
    type: "gauge",
    unit: "units",
    title: { en: "TDSQL-C capacity limit", zh: "TDSQL-C 算力上限" },
    help: { en: "Compute units that the node may scale to.", zh: "节点可伸缩到的算力上限。" },
    bad: "neither",
    synonyms: ["ccu limit", "capacity limit", "算力上限"],
  },
  {
    name: "tdsqlc_capacity_usage_ratio",
    type: "gauge",
    unit: "ratio",
    title: { en: "TDSQL-C capacity in use", zh: "TDSQL-C 算力使用率" },
    help: {
      en: "Compute units held over those allowed: at 1 it cannot grow.",
      zh: "已用算力与上限之比，为 1 时无法再扩。",
    },
    bad: "high",
    threshold: { value: 0.9, reason: "Our choice: one more step of growth still fits below it." },
    synonyms: ["capacity usage", "ccu usage", "算力使用率"],
    view: "tdsqlc_capacity_units{$selector} / tdsqlc_capacity_units_max{$selector}",
    derived: true,
  },
  {
    name: "tdsqlc_log_write_duration_seconds",
    type: "histogram",
    unit: "seconds",
    title: { en: "TDSQL-C log write latency", zh: "TDSQL-C 日志写入耗时" },
    help: {
      en: "Time until two of the three storage copies have a redo record; each commit waits for it. The view is the 99th percentile.",
      zh: "重做日志写入三副本中两副本所需时间，每次提交都要等待；视图为 P99。",
    },
    bad: "high",
    threshold: { value: 0.01, reason: "Our choice: ten times the ordinary write across zones." },
    synonyms: ["log write", "redo write", "commit latency", "日志写入", "提交耗时"],
    view: p99("tdsqlc_log_write_duration_seconds"),
    buckets: CALL_BUCKETS,
  },
  {
    name: "tdsqlc_log_written_bytes_total",
    type: "counter",
    unit: "bytes",
    title: { en: "TDSQL-C log written", zh: "TDSQL-C 日志写入量" },
    help: {
      en: "Redo sent to the shared storage. Pages are never written: the storage makes them from the log.",
      zh: "写入共享存储的重做日志量。不写数据页，页由存储层回放日志生成。",
    },
    bad: "neither",
    synonyms: ["redo", "log bytes", "log volume", "日志量"],
    view: perSecond("tdsqlc_log_written_bytes_total"),
    viewUnit: "bytes/second",
  },
  {
    name: "tdsqlc_storage_copies_healthy",
    type: "gauge",
    unit: "copies",
    title: { en: "TDSQL-C storage copies", zh: "TDSQL-C 存储副本数" },
    help: {
      en: "Copies of the shared storage, one a zone, that take writes. Two of three are a quorum.",
      zh: "可写的共享存储副本数，每可用区一份；三份中两份构成多数派。",
    },
    bad: "low",
    threshold: { value: 3, reason: "With two copies left the loss of another one stops all writes." },
    synonyms: ["storage copies", "storage replicas", "quorum", "存储副本"],
  },
  {
    name: "tdsqlc_replica_lag_seconds",
    type: "gauge",
    unit: "seconds",
    title: { en: "TDSQL-C replica lag", zh: "TDSQL-C 只读节点延迟" },
    help: {
      en: "How old the pages are that a reader sees; it shares the storage and only has to drop what it has cached. 0 on the writer.",
      zh: "只读节点所见数据的滞后时间；与读写节点共享存储，只需更新缓存。读写节点为 0。",
    },
    bad: "high",
    threshold: {
      value: 1,
      reason: "Our choice: ordinary lag is some 20 ms, so a second is a reader in trouble.",
    },
    synonyms: ["lag", "replica lag", "reader lag", "只读延迟", "复制延迟"],
  },
  ...careMetrics(tdsqlcTitle),
];
