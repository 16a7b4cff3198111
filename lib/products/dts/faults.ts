import { z } from "zod";
import type { FaultDefinition } from "../types";

export const dtsFaults: readonly FaultDefinition[] = [
  {
    id: "dts.process_down",
    product: "dts",
    kind: "process-loss",
    title: { en: "DTS task stopped", zh: "DTS 任务停止" },
    does: {
      en: "The task's process is gone: changes wait in the source's log and the lag grows second by second.",
      zh: "任务进程退出：变更积压在源端日志，延迟逐秒增长。",
    },
    undoes: {
      en: "The task starts from its checkpoint within half a minute and catches up as fast as its class allows.",
      zh: "半分钟内从检查点启动，按规格上限追赶。",
    },
    parameters: z.object({}),
    risk: 1,
    durationS: { default: 120, max: 3_600 },
    moves: [
      { metric: "dts_up", direction: "down" },
      { metric: "dts_applied_rows_total", direction: "down" },
      { metric: "dts_replication_lag_seconds", direction: "up" },
    ],
    trips: ["DtsTaskDown", "DtsLagHigh"],
  },
  {
    id: "dts.source_cut",
    product: "dts",
    kind: "network-cut",
    title: { en: "DTS source cut off", zh: "DTS 源端断开" },
    does: {
      en: "A security group closes the way to the source: nothing new is read.",
      zh: "安全组阻断到源端的访问，无法读取新变更。",
    },
    undoes: {
      en: "The way is open; the task reads on where it stopped.",
      zh: "访问恢复，从中断处继续读取。",
    },
    parameters: z.object({}),
    risk: 1,
    durationS: { default: 120, max: 3_600 },
    moves: [
      { metric: "dts_source_connected", direction: "down" },
      { metric: "dts_applied_rows_total", direction: "down" },
      { metric: "dts_replication_lag_seconds", direction: "up" },
    ],
    trips: ["DtsSourceDisconnected", "DtsLagHigh"],
  },
  {
    id: "dts.credentials_expired",
    product: "dts",
    kind: "certificate-expired",
    title: { en: "DTS target account expired", zh: "DTS 目标端账号过期" },
    does: {
      en: "The password of the task's account at the target has expired: each write is refused.",
      zh: "任务在目标端的账号密码过期，写入全部被拒绝。",
    },
    undoes: { en: "The password is renewed; what waits is written.", zh: "更新密码，积压开始写入。" },
    parameters: z.object({}),
    risk: 1,
    durationS: { default: 120, max: 3_600 },
    moves: [
      { metric: "dts_target_connected", direction: "down" },
      { metric: "dts_apply_errors_total", direction: "up" },
      { metric: "dts_replication_lag_seconds", direction: "up" },
    ],
    trips: ["DtsTargetDisconnected", "DtsLagHigh"],
  },
  {
    id: "dts.target_delay",
    product: "dts",
    kind: "network-delay",
    title: { en: "DTS target slow", zh: "DTS 目标端变慢" },
    does: {
      en: "The way to the target is slow: each batch takes longer, so the task moves fewer rows than are changed.",
      zh: "到目标端的链路变慢：每批次耗时增加，同步速度低于变更速度。",
    },
    undoes: { en: "Batches are fast again and the task catches up.", zh: "批次恢复正常，任务追平。" },
    parameters: z.object({
      /** Added to each batch. */
      delayMs: z.number().min(10).max(60_000).default(20_000),
    }),
    risk: 1,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "dts_apply_duration_seconds", direction: "up" },
      { metric: "dts_replication_lag_seconds", direction: "up" },
    ],
    trips: ["DtsLagHigh"],
  },
  {
    id: "dts.class_lowered",
    product: "dts",
    kind: "quota-reached",
    title: { en: "DTS class too small", zh: "DTS 规格不足" },
    does: {
      en: "The task is moved to a smaller class: it may move fewer rows a second than are changed.",
      zh: "任务被调整为更小规格，每秒可同步行数低于变更行数。",
    },
    undoes: { en: "The class is set back and the task catches up.", zh: "恢复规格，任务追平。" },
    parameters: z.object({
      /** Share of the class's rows a second that is left. */
      capacityRatio: z.number().min(0).max(0.9).default(0.02),
    }),
    risk: 1,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "dts_capacity_usage_ratio", direction: "up" },
      { metric: "dts_pending_rows", direction: "up" },
      { metric: "dts_replication_lag_seconds", direction: "up" },
    ],
    trips: ["DtsLagHigh"],
  },
  {
    id: "dts.conflicts",
    product: "dts",
    kind: "misconfiguration",
    title: { en: "Second writer at the target", zh: "目标端双写" },
    does: {
      en: "A job that should write to the source writes to the target: a share of the rows conflicts and is overwritten.",
      zh: "本应写入源端的任务误写目标端：部分行冲突并被覆盖。",
    },
    undoes: {
      en: "The job writes to the source again; rows that were overwritten are compared and mended.",
      zh: "任务改回源端，被覆盖的行经比对修复。",
    },
    parameters: z.object({
      rowsRatio: z.number().min(0.001).max(1).default(0.05),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [{ metric: "dts_conflicts_total", direction: "up" }],
    trips: ["DtsConflicts"],
  },
  {
    id: "dts.schema_break",
    product: "dts",
    kind: "replication-broken",
    title: { en: "Schema change breaks the task", zh: "表结构变更中断同步" },
    does: {
      en: "A column of the source has a type that the target does not know. Rows are applied in order, so all behind the first one wait; the task starts again each 30 s and fails at the same row.",
      zh: "源端新增目标端不支持的列类型。按序写入使其后全部等待；任务每 30 秒重启并在同一行失败。",
    },
    undoes: { en: "The column is left out of the task, which catches up.", zh: "将该列排除，任务追平。" },
    parameters: z.object({}),
    risk: 1,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "dts_task_restarts_total", direction: "up" },
      { metric: "dts_apply_errors_total", direction: "up" },
      { metric: "dts_replication_lag_seconds", direction: "up" },
    ],
    trips: ["DtsLagHigh"],
  },
];
