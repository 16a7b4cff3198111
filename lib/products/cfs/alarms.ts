import { MINUTE_MS } from "@/lib/core/time";
import { BURST_MS } from "../alarm-times";
import type { AlarmDefinition } from "../types";

export const cfsAlarms: readonly AlarmDefinition[] = [
  {
    name: "CfsErrors",
    expr: "sum by (app, resource) (rate(cfs_operation_errors_total[1m])) / sum by (app, resource) (rate(cfs_operations_total[1m])) > 0.01",
    forMs: BURST_MS,
    severity: "critical",
    summary: "{{ $value | humanizePercentage }} of the operations on {{ $labels.resource }} fail",
    summaryZh: "{{ $labels.resource }} 有 {{ $value | humanizePercentage }} 的操作失败",
    description: "Our choice: a healthy file system fails none; one in a hundred is no single odd client.",
    descriptionZh: "我们的选择：健康的文件系统不会失败；百分之一已不是个别客户端的问题。",
  },
  {
    name: "CfsLatencyHigh",
    expr: "histogram_quantile(0.99, sum by (app, resource, le) (rate(cfs_operation_duration_seconds_bucket[1m]))) > 0.05",
    forMs: BURST_MS,
    severity: "warning",
    summary: "99 % of the operations on {{ $labels.resource }} take up to {{ $value | humanizeDuration }}",
    summaryZh: "{{ $labels.resource }} P99 耗时 {{ $value | humanizeDuration }}",
    description: "Our choice: five times the single-digit milliseconds that an NFS service promises.",
    descriptionZh: "我们的选择：为文件存储承诺的个位数毫秒的五倍。",
  },
  {
    name: "CfsIopsHigh",
    expr: "cfs_iops_usage_ratio > 0.8",
    forMs: BURST_MS,
    severity: "warning",
    summary: "{{ $labels.resource }} uses {{ $value | humanizePercentage }} of its operations a second",
    summaryZh: "{{ $labels.resource }} IOPS 使用率 {{ $value | humanizePercentage }}",
    description:
      "Waiting grows as 1/(1-utilisation): at 0.8 an operation waits four times as long as it works.",
    descriptionZh: "等待时间按 1/(1-利用率) 增长：利用率 0.8 时等待为执行的四倍。",
  },
  {
    name: "CfsBurstCreditsLow",
    expr: "cfs_burst_credit_bytes < 100e9",
    forMs: MINUTE_MS,
    severity: "warning",
    summary: "{{ $labels.resource }} has {{ $value | humanize1024 }}B of burst credits left",
    summaryZh: "{{ $labels.resource }} 突发积分仅剩 {{ $value | humanize1024 }}B",
    description: "Our choice: at a burst of 100 MB/s this is gone in a quarter of an hour.",
    descriptionZh: "我们的选择：以 100 MB/s 突发，约一刻钟耗尽。",
  },
  {
    name: "CfsCapacityHigh",
    expr: "cfs_capacity_usage_ratio > 0.85",
    forMs: BURST_MS,
    severity: "warning",
    summary: "{{ $labels.resource }} is {{ $value | humanizePercentage }} full",
    summaryZh: "{{ $labels.resource }} 容量使用率 {{ $value | humanizePercentage }}",
    description: "At 100 % every write fails; this leaves days to enlarge it at ordinary growth.",
    descriptionZh: "写满后所有写入失败；按平常增长，此时还有数天可扩容。",
  },
];
