import { BURST_MS, CONFIRM_MS } from "../alarm-times";
import { careAlarms, healthAlarms, primaryAlarms, trafficAlarms } from "../sql-alarms";
import type { AlarmDefinition } from "../types";
import { tdsqlcTitle } from "./title";

export const tdsqlcAlarms: readonly AlarmDefinition[] = [
  ...primaryAlarms(tdsqlcTitle, {
    en: "Only the writer may change the shared storage; without one no order is placed.",
    zh: "仅读写节点可修改共享存储；没有读写节点则无法委托。",
  }),
  ...healthAlarms(tdsqlcTitle),
  ...trafficAlarms(tdsqlcTitle),
  {
    name: "TdsqlcCapacityAtLimit",
    expr: "tdsqlc_capacity_units / tdsqlc_capacity_units_max > 0.9 and tdsqlc_cpu_usage_ratio > 0.8",
    forMs: BURST_MS,
    severity: "warning",
    summary: "{{ $labels.resource }} is busy and cannot grow: {{ $value | humanizePercentage }} of its limit",
    summaryZh: "{{ $labels.resource }} 繁忙且无法再扩容：已达上限的 {{ $value | humanizePercentage }}",
    description: "A node at its limit is right while it is idle; busy as well, statements begin to wait.",
    descriptionZh: "仅达到上限并无问题；同时繁忙则语句开始排队。",
  },
  {
    name: "TdsqlcLogWriteSlow",
    expr: "histogram_quantile(0.99, sum by (app, cluster, resource, le) (rate(tdsqlc_log_write_duration_seconds_bucket[1m]))) > 0.05",
    forMs: BURST_MS,
    severity: "critical",
    summary: "99 % of the log writes of {{ $labels.resource }} take up to {{ $value | humanizeDuration }}",
    summaryZh: "{{ $labels.resource }} 日志写入 P99 {{ $value | humanizeDuration }}",
    description: "Each commit waits for one log write; ordinary ones take about a millisecond across zones.",
    descriptionZh: "每次提交等待一次日志写入；跨可用区通常约一毫秒。",
  },
  {
    name: "TdsqlcStorageCopiesMissing",
    expr: "min by (app, cluster) (tdsqlc_storage_copies_healthy) < 3",
    forMs: CONFIRM_MS,
    severity: "critical",
    summary: "{{ $labels.cluster }} has {{ $value }} of three storage copies",
    summaryZh: "{{ $labels.cluster }} 仅剩 {{ $value }} 份存储副本（共三份）",
    description: "Two of three are a quorum: the loss of another copy stops all writes.",
    descriptionZh: "三份中两份构成多数派：再失一份则写入停止。",
  },
  {
    name: "TdsqlcReplicaLagHigh",
    expr: "tdsqlc_replica_lag_seconds > 1",
    forMs: BURST_MS,
    severity: "warning",
    summary: "{{ $labels.resource }} shows data that is {{ $value | humanizeDuration }} old",
    summaryZh: "{{ $labels.resource }} 数据滞后 {{ $value | humanizeDuration }}",
    description:
      "Readers share the storage and are some 20 ms behind; a second means that one cannot keep up.",
    descriptionZh: "只读节点共享存储，通常滞后约 20 毫秒；达到一秒说明其跟不上。",
  },
  ...careAlarms(tdsqlcTitle),
];
