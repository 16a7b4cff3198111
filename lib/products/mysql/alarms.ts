import { BURST_MS, CONFIRM_MS } from "../alarm-times";
import type { AlarmDefinition } from "../types";

export const mysqlAlarms: readonly AlarmDefinition[] = [
  {
    name: "MysqlPrimaryDown",
    expr: "sum by (app, cluster) (mysql_up * mysql_is_primary) == 0",
    forMs: CONFIRM_MS,
    severity: "critical",
    summary: "{{ $labels.cluster }} has no primary that answers: writes fail",
    summaryZh: "{{ $labels.cluster }} 没有可用主节点，写入失败",
    description: "Only the primary accepts writes; without one each order fails.",
    descriptionZh: "仅主节点接受写入；没有主节点则订单全部失败。",
  },
  {
    name: "MysqlReplicationLagHigh",
    expr: "mysql_replication_lag_seconds > 10",
    forMs: BURST_MS,
    severity: "warning",
    summary: "{{ $labels.resource }} is {{ $value | humanizeDuration }} behind its primary",
    summaryZh: "{{ $labels.resource }} 落后主节点 {{ $value | humanizeDuration }}",
    description: "Past ten seconds a shopper no longer finds the order just placed.",
    descriptionZh: "超过十秒，用户查不到刚下的订单。",
  },
  {
    name: "MysqlCpuHigh",
    expr: "mysql_cpu_usage_ratio > 0.8",
    forMs: BURST_MS,
    severity: "warning",
    summary: "CPU of {{ $labels.resource }} is at {{ $value | humanizePercentage }}",
    summaryZh: "{{ $labels.resource }} CPU 使用率 {{ $value | humanizePercentage }}",
    description:
      "Waiting grows as 1/(1-utilisation): at 0.8 a statement waits four times as long as it works.",
    descriptionZh: "等待时间按 1/(1-利用率) 增长：利用率 0.8 时等待为执行的四倍。",
  },
];
