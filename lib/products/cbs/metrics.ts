import type { MetricDefinition } from "../types";
import { p99, perSecond, upMetric } from "../views";

const title = { en: "Cloud disk", zh: "云硬盘" };

/** Bounds in seconds for one operation of a disk over the network: half a millisecond when idle, seconds when it hangs. */
export const DISK_BUCKETS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2] as const;

/** What node_exporter tells of a disk (`node_disk_*`), and what only the cloud knows: limits, throttling, snapshots. */
export const cbsMetrics: readonly MetricDefinition[] = [
  upMetric("cbs", title),
  {
    name: "cbs_size_bytes",
    type: "gauge",
    unit: "bytes",
    title: { en: "Disk size", zh: "云硬盘容量" },
    help: {
      en: "Size of the disk as bought; its limits grow with it.",
      zh: "购买的容量，性能上限随之增长。",
    },
    bad: "neither",
    synonyms: ["size", "capacity", "容量"],
  },
  {
    name: "cbs_operations_total",
    type: "counter",
    unit: "operations",
    title: { en: "Disk operations", zh: "云硬盘 IOPS" },
    help: { en: "Reads and writes that were completed.", zh: "完成的读写操作数。" },
    bad: "neither",
    synonyms: ["iops", "io", "disk operations", "读写次数", "磁盘读写"],
    view: perSecond("cbs_operations_total"),
    viewUnit: "operations/second",
    labels: ["direction"],
  },
  {
    name: "cbs_transferred_bytes_total",
    type: "counter",
    unit: "bytes",
    title: { en: "Disk throughput", zh: "云硬盘吞吐" },
    help: { en: "Bytes read and written.", zh: "读写的字节数。" },
    bad: "neither",
    synonyms: ["throughput", "bandwidth", "disk throughput", "吞吐", "吞吐量", "带宽"],
    view: perSecond("cbs_transferred_bytes_total"),
    viewUnit: "bytes/second",
    labels: ["direction"],
  },
  {
    name: "cbs_operation_duration_seconds",
    type: "histogram",
    unit: "seconds",
    title: { en: "Disk latency", zh: "云硬盘时延" },
    help: {
      en: "Time of an operation, its wait for the limit included; the view is the 99th percentile.",
      zh: "单次操作耗时，含限流等待；视图为 P99。",
    },
    bad: "high",
    threshold: {
      value: 0.02,
      reason:
        "Our choice: a commit waits for at least one write, so 20 ms here is what a spinning disk took.",
    },
    synonyms: ["latency", "await", "io latency", "disk latency", "时延", "延迟", "读写时延"],
    view: p99("cbs_operation_duration_seconds"),
    buckets: DISK_BUCKETS,
  },
  {
    name: "cbs_queue_depth",
    type: "gauge",
    unit: "operations",
    title: { en: "Disk queue depth", zh: "云硬盘队列深度" },
    help: { en: "Operations that are under way or wait.", zh: "进行中与等待中的操作数。" },
    bad: "high",
    threshold: {
      value: 32,
      reason:
        "Our choice after the depth at which the vendor measures its limits: past it more requests only wait.",
    },
    synonyms: ["queue", "queue depth", "io depth", "队列", "队列深度"],
  },
  {
    name: "cbs_io_time_ratio",
    type: "gauge",
    unit: "ratio",
    title: { en: "Disk busy time", zh: "云硬盘繁忙率" },
    help: {
      en: "Share of the time in which some operation was under way (`%util` of iostat).",
      zh: "有操作进行中的时间比例（iostat 的 %util）。",
    },
    bad: "high",
    synonyms: ["util", "io util", "busy", "繁忙率", "io使用率"],
  },
  {
    name: "cbs_iops_usage_ratio",
    type: "gauge",
    unit: "ratio",
    title: { en: "Disk IOPS of limit", zh: "云硬盘 IOPS 使用率" },
    help: { en: "Operations a second over the limit of the disk.", zh: "每秒操作数占云硬盘上限的比例。" },
    bad: "high",
    threshold: {
      value: 0.9,
      reason: "Our choice: the limit cuts off sharply, so the last tenth is the only warning there is.",
    },
    synonyms: ["iops usage", "iops limit", "iops使用率", "iops上限"],
  },
  {
    name: "cbs_throughput_usage_ratio",
    type: "gauge",
    unit: "ratio",
    title: { en: "Disk throughput of limit", zh: "云硬盘吞吐使用率" },
    help: { en: "Bytes a second over the limit of the disk.", zh: "每秒字节数占云硬盘上限的比例。" },
    bad: "high",
    threshold: {
      value: 0.9,
      reason: "Our choice: as for operations; large reads reach this limit first.",
    },
    synonyms: ["throughput usage", "throughput limit", "吞吐使用率", "吞吐上限"],
  },
  {
    name: "cbs_throttled_operations_total",
    type: "counter",
    unit: "operations",
    title: { en: "Disk operations throttled", zh: "云硬盘限流操作" },
    help: { en: "Operations that had to wait for the disk's limit.", zh: "因达到性能上限而等待的操作数。" },
    bad: "high",
    threshold: { value: 0, reason: "A disk of the right size throttles nothing." },
    synonyms: ["throttled", "throttling", "限流"],
    view: perSecond("cbs_throttled_operations_total"),
    viewUnit: "operations/second",
  },
  {
    name: "cbs_errors_total",
    type: "counter",
    unit: "operations",
    title: { en: "Disk errors", zh: "云硬盘错误" },
    help: { en: "Operations that failed or did not end in time.", zh: "失败或超时的操作数。" },
    bad: "high",
    threshold: {
      value: 0,
      reason: "A file system turns read-only after its first failed write of metadata.",
    },
    synonyms: ["errors", "io errors", "错误", "读写错误"],
    view: perSecond("cbs_errors_total"),
    viewUnit: "operations/second",
  },
  {
    name: "cbs_snapshot_age_seconds",
    type: "gauge",
    unit: "seconds",
    title: { en: "Age of newest snapshot", zh: "最近快照距今" },
    help: { en: "Time since the newest snapshot was completed.", zh: "距最近一次快照完成的时间。" },
    bad: "high",
    threshold: {
      value: 93_600,
      reason: "Snapshots are taken daily; two hours more is the longest that one takes.",
    },
    synonyms: ["snapshot age", "snapshot", "backup age", "快照", "快照时间", "最近快照"],
  },
  {
    name: "cbs_snapshot_failures_total",
    type: "counter",
    unit: "snapshots",
    title: { en: "Failed snapshots", zh: "快照失败" },
    help: { en: "Attempts to take a snapshot that failed.", zh: "失败的快照尝试数。" },
    bad: "high",
    threshold: { value: 0, reason: "Each is a point in time to which nobody can go back." },
    synonyms: ["snapshot failures", "failed snapshots", "快照失败"],
    view: `sum by (resource) (increase(cbs_snapshot_failures_total{$selector}[$window]))`,
    viewUnit: "snapshots",
  },
];
