import { z } from "zod";
import type { FaultDefinition } from "../types";

export const cfsFaults: readonly FaultDefinition[] = [
  {
    id: "cfs.burst_credits_exhausted",
    product: "cfs",
    kind: "quota-reached",
    title: { en: "Burst credits exhausted", zh: "突发积分耗尽" },
    does: {
      en: "A copy job moves bytes until the burst credits are gone: the file system falls to its base rate, and operations wait for their turn.",
      zh: "拷贝任务耗尽突发积分，文件系统降至基准速率，操作排队等待。",
    },
    undoes: {
      en: "The job ends and the credits it took are given back.",
      zh: "任务结束并返还其占用的积分。",
    },
    parameters: z.object({
      /** The job's bytes as a multiple of the base rate. */
      loadRatio: z.number().min(0.5).max(20).default(2),
    }),
    risk: 2,
    durationS: { default: 240, max: 3_600 },
    moves: [
      { metric: "cfs_burst_credit_bytes", direction: "down" },
      { metric: "cfs_throughput_usage_ratio", direction: "up" },
      { metric: "cfs_operation_duration_seconds", direction: "up" },
    ],
    trips: ["CfsBurstCreditsLow", "CfsLatencyHigh"],
    refuse: (target) =>
      target.spec.throughputMode === "bursting"
        ? null
        : {
            en: `${target.id} has provisioned throughput and uses no burst credits.`,
            zh: `${target.id} 为预置吞吐，不使用突发积分。`,
          },
  },
  {
    id: "cfs.metadata_storm",
    product: "cfs",
    kind: "resource-exhaustion",
    title: { en: "Metadata storm", zh: "元数据风暴" },
    does: {
      en: "A job walks millions of small files: its look-ups use up the operations a second, and all others wait.",
      zh: "任务遍历数百万小文件，元数据操作占满 IOPS，其他操作排队。",
    },
    undoes: { en: "The walk ends; what waits drains in seconds.", zh: "遍历结束，排队在数秒内消化。" },
    parameters: z.object({
      /** The job's operations as a share of the limit. */
      loadRatio: z.number().min(0.1).max(3).default(1.1),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "cfs_iops_usage_ratio", direction: "up" },
      { metric: "cfs_operations_total", direction: "up" },
      { metric: "cfs_operation_duration_seconds", direction: "up" },
    ],
    trips: ["CfsIopsHigh", "CfsLatencyHigh"],
  },
  {
    id: "cfs.capacity_full",
    product: "cfs",
    kind: "resource-exhaustion",
    title: { en: "Capacity full", zh: "容量写满" },
    does: {
      en: "Files grow until the capacity quota is reached: then each write fails with `No space left on device`.",
      zh: "文件持续增长直至容量配额用尽，之后写入全部失败（No space left on device）。",
    },
    undoes: { en: "The files are deleted and writes go on.", zh: "删除文件，写入恢复。" },
    parameters: z.object({
      /** Share of the quota that is written each minute. */
      fillRatioPerMinute: z.number().min(0.01).max(2).default(0.5),
    }),
    risk: 2,
    durationS: { default: 240, max: 3_600 },
    moves: [
      { metric: "cfs_capacity_usage_ratio", direction: "up" },
      { metric: "cfs_operation_errors_total", direction: "up" },
    ],
    trips: ["CfsCapacityHigh", "CfsErrors"],
  },
  {
    id: "cfs.mount_target_lost",
    product: "cfs",
    kind: "network-cut",
    title: { en: "Mount target lost", zh: "挂载点不可达" },
    does: {
      en: "The network of the mount target is cut for a share of the clients: hard mounts hang, requests that need a file run into their time-out.",
      zh: "部分客户端到挂载点的网络中断：硬挂载卡住，需要文件的请求超时。",
    },
    undoes: { en: "The network is back and hung operations go on.", zh: "网络恢复，挂起的操作继续。" },
    parameters: z.object({
      clientsRatio: z.number().min(0.05).max(1).default(1),
    }),
    risk: 2,
    durationS: { default: 120, max: 1_800 },
    moves: [
      { metric: "cfs_clients", direction: "down" },
      { metric: "cfs_operation_errors_total", direction: "up" },
    ],
    trips: ["CfsErrors"],
  },
  {
    id: "cfs.permission_rule_changed",
    product: "cfs",
    kind: "misconfiguration",
    title: { en: "Permission group misconfigured", zh: "权限组配置错误" },
    does: {
      en: "The rule of the permission group for the services' network is set to read-only: writes are denied.",
      zh: "业务网段的权限组规则被改为只读，写入被拒绝。",
    },
    undoes: { en: "The rule is read-write again.", zh: "规则恢复为读写。" },
    parameters: z.object({}),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "cfs_operation_errors_total", direction: "up" },
      { metric: "cfs_write_bytes_total", direction: "down" },
    ],
    trips: ["CfsErrors"],
  },
  {
    id: "cfs.network_delay",
    product: "cfs",
    kind: "network-delay",
    title: { en: "CFS network delay", zh: "CFS 网络延迟" },
    does: {
      en: "Packets between the clients and the file system are delayed: each operation takes longer.",
      zh: "客户端与文件系统之间的网络包被延迟，每个操作都变慢。",
    },
    undoes: { en: "Packets pass at once.", zh: "网络恢复正常。" },
    parameters: z.object({
      delayMs: z.number().min(1).max(5_000).default(100),
    }),
    risk: 1,
    durationS: { default: 180, max: 3_600 },
    moves: [{ metric: "cfs_operation_duration_seconds", direction: "up" }],
    trips: ["CfsLatencyHigh"],
  },
];
