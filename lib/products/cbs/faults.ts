import { z } from "zod";
import type { FaultDefinition, FaultTarget, Text } from "../types";

function refuseWhenIdle(target: FaultTarget): Text | null {
  return target.state.compared.attached === true
    ? null
    : { en: `${target.id} is not attached: nothing reads or writes.`, zh: `${target.id} 未挂载，没有读写。` };
}

export const cbsFaults: readonly FaultDefinition[] = [
  {
    id: "cbs.io_delay",
    product: "cbs",
    kind: "dependency-slow",
    title: { en: "Disk slow", zh: "云硬盘变慢" },
    does: {
      en: "Each operation takes longer, as when the storage cluster behind the disk repairs itself: commits wait, queues grow.",
      zh: "每次操作耗时增加，如同后端存储集群正在修复：提交等待，队列增长。",
    },
    undoes: { en: "Operations are as fast as before.", zh: "恢复原有时延。" },
    parameters: z.object({
      /** Added to each operation. */
      delayMs: z.number().min(1).max(5_000).default(60),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "cbs_operation_duration_seconds", direction: "up" },
      { metric: "cbs_queue_depth", direction: "up" },
    ],
    trips: ["CbsLatencyHigh"],
    refuse: refuseWhenIdle,
  },
  {
    id: "cbs.iops_exhausted",
    product: "cbs",
    kind: "resource-exhaustion",
    title: { en: "Disk IOPS exhausted", zh: "云硬盘 IOPS 耗尽" },
    does: {
      en: "A job on the same machine reads at random from the disk and takes the operations of its limit: the rest is held back.",
      zh: "同机任务随机读盘占用 IOPS 上限，其余操作被限流。",
    },
    undoes: {
      en: "The job ends; what waits is done within a second.",
      zh: "任务结束，等待的操作一秒内完成。",
    },
    parameters: z.object({
      /** Operations of the job as a multiple of the limit. */
      loadRatio: z.number().min(0.1).max(5).default(1.3),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "cbs_iops_usage_ratio", direction: "up" },
      { metric: "cbs_throttled_operations_total", direction: "up" },
      { metric: "cbs_operation_duration_seconds", direction: "up" },
    ],
    trips: ["CbsThrottled", "CbsLatencyHigh"],
    refuse: refuseWhenIdle,
  },
  {
    id: "cbs.performance_lowered",
    product: "cbs",
    kind: "capacity-loss",
    title: { en: "Disk limits lowered", zh: "云硬盘性能降级" },
    does: {
      en: "The disk is moved to a slower class by mistake: a small part of its IOPS and throughput is left.",
      zh: "误将云硬盘降为低性能类型，IOPS 与吞吐上限大幅下降。",
    },
    undoes: { en: "The class is set back.", zh: "恢复原类型。" },
    parameters: z.object({
      /** Share of both limits that is left. */
      limitRatio: z.number().min(0.001).max(0.9).default(0.02),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "cbs_iops_usage_ratio", direction: "up" },
      { metric: "cbs_throughput_usage_ratio", direction: "up" },
    ],
    trips: [],
    refuse: refuseWhenIdle,
  },
  {
    id: "cbs.io_errors",
    product: "cbs",
    kind: "network-loss",
    title: { en: "Disk errors", zh: "云硬盘读写错误" },
    does: {
      en: "Packets to the storage cluster are lost: a share of the operations fails after its retries, the others take longer.",
      zh: "到存储集群的报文丢失：部分操作重试后失败，其余变慢。",
    },
    undoes: { en: "Operations succeed again.", zh: "操作恢复正常。" },
    parameters: z.object({
      operationsRatio: z.number().min(0.001).max(1).default(0.1),
    }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "cbs_errors_total", direction: "up" },
      { metric: "cbs_operation_duration_seconds", direction: "up" },
    ],
    trips: ["CbsErrors"],
    refuse: refuseWhenIdle,
  },
  {
    id: "cbs.io_hang",
    product: "cbs",
    kind: "network-cut",
    title: { en: "Disk hangs", zh: "云硬盘 IO 挂起" },
    does: {
      en: "The way to the storage cluster is cut: no operation ends, and the queue is full within seconds.",
      zh: "到存储集群的链路中断：没有操作完成，队列数秒内占满。",
    },
    undoes: { en: "The way is back and the queue is worked off.", zh: "链路恢复，队列处理完毕。" },
    parameters: z.object({}),
    risk: 3,
    durationS: { default: 120, max: 1_800 },
    moves: [
      { metric: "cbs_operations_total", direction: "down" },
      { metric: "cbs_queue_depth", direction: "up" },
      { metric: "cbs_errors_total", direction: "up" },
    ],
    trips: ["CbsErrors"],
    refuse: refuseWhenIdle,
  },
  {
    id: "cbs.detached",
    product: "cbs",
    kind: "misconfiguration",
    title: { en: "Disk detached", zh: "云硬盘被卸载" },
    does: {
      en: "`DetachDisks` is called on the wrong disk: who stands on it loses its data directory at once.",
      zh: "误对该盘调用 DetachDisks，依赖它的实例立即失去数据目录。",
    },
    undoes: { en: "The disk is attached again and mounted; its data is whole.", zh: "重新挂载，数据完整。" },
    parameters: z.object({}),
    risk: 3,
    durationS: { default: 120, max: 1_800 },
    moves: [
      { metric: "cbs_up", direction: "down" },
      { metric: "cbs_operations_total", direction: "down" },
    ],
    trips: ["CbsDetached"],
    refuse: refuseWhenIdle,
  },
  {
    id: "cbs.snapshot_failed",
    product: "cbs",
    kind: "backup-failed",
    title: { en: "Snapshots fail", zh: "快照失败" },
    does: {
      en: "The snapshot service refuses the disk. The drill asks for a snapshot, which is tried again each minute and fails.",
      zh: "快照服务拒绝该盘。演练发起一次快照，每分钟重试且均失败。",
    },
    undoes: {
      en: "The service takes snapshots again, at the time of the policy.",
      zh: "快照服务恢复，按策略时间继续。",
    },
    parameters: z.object({}),
    risk: 1,
    durationS: { default: 180, max: 86_400 },
    moves: [{ metric: "cbs_snapshot_failures_total", direction: "up" }],
    trips: ["CbsSnapshotFailed"],
    refuse: (target) =>
      target.spec.backupEnabled === true
        ? null
        : { en: `${target.id} has no snapshot policy.`, zh: `${target.id} 未设置快照策略。` },
  },
];
