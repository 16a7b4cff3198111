import { BURST_MS, CONFIRM_MS } from "../alarm-times";
import type { AlarmDefinition } from "../types";

export const scfAlarms: readonly AlarmDefinition[] = [
  {
    name: "ScfDown",
    expr: "scf_up == 0",
    forMs: CONFIRM_MS,
    severity: "critical",
    summary: "No invocation of {{ $labels.resource }} succeeds",
    summaryZh: "{{ $labels.resource }} 的调用全部失败",
    description: "Its callers go on without it, or fail with it.",
    descriptionZh: "调用方降级或随之失败。",
  },
  {
    name: "ScfErrorRateHigh",
    expr: 'sum by (app, resource) (rate(scf_invocations_total{outcome=~"error|timeout|denied"}[1m])) / sum by (app, resource) (rate(scf_invocations_total[1m])) > 0.02',
    forMs: BURST_MS,
    severity: "warning",
    summary: "{{ $value | humanizePercentage }} of the invocations of {{ $labels.resource }} fail",
    summaryZh: "{{ $labels.resource }} 有 {{ $value | humanizePercentage }} 的调用失败",
    description: "Our choice: twice the threshold of the metric, so it is not noise.",
    descriptionZh: "我们的选择：指标阈值的两倍，不是噪声。",
  },
  {
    name: "ScfThrottled",
    expr: 'sum by (app, resource) (rate(scf_invocations_total{outcome="throttled"}[1m])) / sum by (app, resource) (rate(scf_invocations_total[1m])) > 0.01',
    forMs: BURST_MS,
    severity: "warning",
    summary:
      "{{ $labels.resource }} refuses {{ $value | humanizePercentage }} of its invocations: the quota is used up",
    summaryZh: "{{ $labels.resource }} 限流 {{ $value | humanizePercentage }}：并发配额用尽",
    description:
      "Our choice: one in a hundred refused for half a minute is no burst but a quota that is too small.",
    descriptionZh: "我们的选择：持续半分钟拒绝百分之一不是突发，而是配额过小。",
  },
  {
    name: "ScfColdStartsHigh",
    expr: "sum by (app, resource) (rate(scf_cold_starts_total[1m])) / sum by (app, resource) (rate(scf_invocations_total[1m])) > 0.1",
    forMs: BURST_MS,
    severity: "warning",
    summary: "{{ $value | humanizePercentage }} of the invocations of {{ $labels.resource }} start cold",
    summaryZh: "{{ $labels.resource }} 有 {{ $value | humanizePercentage }} 的调用为冷启动",
    description: "Our choice: twice the threshold of the metric.",
    descriptionZh: "我们的选择：指标阈值的两倍。",
  },
  {
    name: "ScfSlow",
    expr: "histogram_quantile(0.99, sum by (app, resource, le) (rate(scf_duration_seconds_bucket[1m]))) > 2",
    forMs: BURST_MS,
    severity: "warning",
    summary: "99 % of the invocations of {{ $labels.resource }} take up to {{ $value | humanizeDuration }}",
    summaryZh: "{{ $labels.resource }} P99 耗时 {{ $value | humanizeDuration }}",
    description: "Our choice: as long as a caller's patience of three seconds less one retry.",
    descriptionZh: "我们的选择：调用方三秒耐心减去一次重试。",
  },
];
