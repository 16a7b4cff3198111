import { z } from "zod";
import {
  allNodesDown,
  connectionsExhausted,
  networkCut,
  primarySwitch,
  refuseUnlessPrimary,
  refuseUnlessReplaceable,
  refuseUnlessReplica,
  slowQueries,
  tableDropped,
} from "../sql-faults";
import type { FaultDefinition } from "../types";
import { tdsqlcTitle } from "./title";

const nodeFaults: readonly FaultDefinition[] = [
  {
    id: "tdsqlc.writer_down",
    product: "tdsqlc",
    kind: "node-loss",
    title: { en: "TDSQL-C writer down", zh: "TDSQL-C 读写节点宕机" },
    does: {
      en: "The writer stops answering. A reader, of the same zone if there is one, opens the shared storage for writing within seconds, as no data has to be copied or replayed; a new compute node replaces the lost one.",
      zh: "读写节点停止应答。只读节点（优先同可用区）在数秒内接管共享存储的写入，无需拷贝或回放数据；丢失的计算节点由新节点替换。",
    },
    undoes: {
      en: "The machine may start again; the node joins as a reader if it was not yet replaced.",
      zh: "机器可以重新启动；若尚未替换，以只读节点身份加入。",
    },
    parameters: z.object({}),
    risk: 3,
    durationS: { default: 120, max: 1_800 },
    moves: [
      { metric: "tdsqlc_up", direction: "down" },
      { metric: "tdsqlc_is_primary", direction: "down" },
      { metric: "tdsqlc_probe_success", direction: "down" },
    ],
    leaves: ["tdsqlc_is_primary"],
    trips: ["TdsqlcNodeDown", "TdsqlcPrimaryChanged"],
    refuse: refuseUnlessReplaceable,
  },
  {
    id: "tdsqlc.reader_down",
    product: "tdsqlc",
    kind: "node-loss",
    title: { en: "TDSQL-C reader down", zh: "TDSQL-C 只读节点宕机" },
    does: {
      en: "A reader stops answering; the other readers, in the end the writer, take over its reads until a new compute node is attached.",
      zh: "只读节点停止应答，其余只读节点接管读取，最后由读写节点兜底，直至挂载新的计算节点。",
    },
    undoes: {
      en: "The machine may start again, if it was not yet replaced.",
      zh: "若尚未替换，机器可以重新启动。",
    },
    parameters: z.object({}),
    risk: 2,
    durationS: { default: 120, max: 1_800 },
    moves: [
      { metric: "tdsqlc_up", direction: "down" },
      { metric: "tdsqlc_queries_total", direction: "down" },
    ],
    trips: ["TdsqlcNodeDown"],
    refuse: refuseUnlessReplica,
  },
  allNodesDown(tdsqlcTitle),
  primarySwitch(tdsqlcTitle, { en: "for a moment", zh: "片刻" }),
];

const storageFaults: readonly FaultDefinition[] = [
  {
    id: "tdsqlc.log_storage_slow",
    product: "tdsqlc",
    kind: "dependency-slow",
    title: { en: "TDSQL-C log storage slow", zh: "TDSQL-C 日志存储变慢" },
    does: {
      en: "The log storage takes longer to acknowledge a record: each commit waits for it, and open transactions hold their rows longer.",
      zh: "日志存储确认变慢：每次提交都要等待，事务持锁时间随之变长。",
    },
    undoes: { en: "Log writes take about a millisecond again.", zh: "日志写入恢复到约一毫秒。" },
    parameters: z.object({ delayMs: z.number().min(1).max(5_000).default(120) }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "tdsqlc_log_write_duration_seconds", direction: "up" },
      { metric: "tdsqlc_query_duration_seconds", direction: "up" },
    ],
    trips: ["TdsqlcLogWriteSlow"],
    refuse: refuseUnlessPrimary,
  },
  {
    id: "tdsqlc.storage_zone_down",
    product: "tdsqlc",
    kind: "zone-loss",
    title: { en: "TDSQL-C storage zones down", zh: "TDSQL-C 存储可用区故障" },
    does: {
      en: "Storage copies of the cluster are lost with their zones. With one lost the other two are a quorum; with two lost no log record can be kept, so writes stop while reads go on.",
      zh: "集群的存储副本随可用区丢失。失去一份时其余两份仍构成多数派；失去两份时日志无法落盘，写入停止，读取继续。",
    },
    undoes: {
      en: "The zones are back; the copies fetch the log that they missed within a minute.",
      zh: "可用区恢复，副本在一分钟内补齐缺失的日志。",
    },
    parameters: z.object({
      /** Copies that are lost, of three. */
      copies: z.int().min(1).max(2).default(2),
    }),
    risk: 3,
    durationS: { default: 120, max: 1_800 },
    moves: [
      { metric: "tdsqlc_storage_copies_healthy", direction: "down" },
      { metric: "tdsqlc_query_errors_total", direction: "up" },
    ],
    trips: ["TdsqlcStorageCopiesMissing", "TdsqlcErrorRateHigh"],
    refuse: refuseUnlessPrimary,
  },
  tableDropped(tdsqlcTitle, {
    en: "The shared storage is turned back by its log to the second before the drop: every row is back within ten seconds, whatever the size.",
    zh: "共享存储按日志回退到删除前一秒，十秒内恢复全部行，与数据量无关。",
  }),
];

const loadFaults: readonly FaultDefinition[] = [
  {
    id: "tdsqlc.capacity_capped",
    product: "tdsqlc",
    kind: "quota-reached",
    title: { en: "TDSQL-C capacity capped", zh: "TDSQL-C 算力上限被调低" },
    does: {
      en: "The serverless limit is lowered to a share of what the node holds: it scales down to it and cannot grow with its load, so statements wait.",
      zh: "Serverless 算力上限被调低到当前算力的一部分：节点缩容到上限，无法随负载增长，语句排队。",
    },
    undoes: {
      en: "The old limit is set; the node grows back within half a minute.",
      zh: "恢复原上限，节点在半分钟内扩回。",
    },
    parameters: z.object({
      /** What is left of the cores in use: below 1 there is less than the load needs. */
      neededRatio: z.number().min(0.2).max(1).default(0.8),
    }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "tdsqlc_capacity_units", direction: "down" },
      { metric: "tdsqlc_capacity_units_max", direction: "down" },
      { metric: "tdsqlc_cpu_usage_ratio", direction: "up" },
      { metric: "tdsqlc_query_duration_seconds", direction: "up" },
    ],
    trips: ["TdsqlcCapacityAtLimit", "TdsqlcCpuHigh"],
  },
  {
    id: "tdsqlc.scaling_stuck",
    product: "tdsqlc",
    kind: "api-banned",
    title: { en: "TDSQL-C scaling banned", zh: "TDSQL-C 弹性伸缩接口被禁" },
    does: {
      en: "The control plane's API is refused to the scaler, and a process takes cores at the same time: the node keeps the units that it has, however busy it gets.",
      zh: "伸缩器调用管控接口被拒，同时某进程占用处理器：无论多繁忙，节点只能维持现有算力。",
    },
    undoes: {
      en: "The API answers again; the scaler goes on where it was.",
      zh: "接口恢复，伸缩器继续工作。",
    },
    parameters: z.object({
      /** Share of the cores that the process takes. */
      usageRatio: z.number().min(0.1).max(0.95).default(0.85),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "tdsqlc_cpu_usage_ratio", direction: "up" },
      { metric: "tdsqlc_query_duration_seconds", direction: "up" },
    ],
    trips: ["TdsqlcCpuHigh"],
  },
  slowQueries(tdsqlcTitle, { en: "TDSQL-C slow queries", zh: "TDSQL-C 慢查询" }, "tdsqlc_threads_running"),
  connectionsExhausted(tdsqlcTitle, { en: "TDSQL-C connections exhausted", zh: "TDSQL-C 连接数耗尽" }),
  networkCut(tdsqlcTitle),
];

export const tdsqlcFaults: readonly FaultDefinition[] = [...nodeFaults, ...storageFaults, ...loadFaults];
