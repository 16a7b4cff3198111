import { BURST_MS, CONFIRM_MS } from "../alarm-times";
import type { AlarmDefinition } from "../types";

export const apigwAlarms: readonly AlarmDefinition[] = [
  {
    name: "ApigwErrorRateHigh",
    expr: `sum by (app, resource) (rate(apigw_requests_total{code="5xx"}[1m])) / sum by (app, resource) (rate(apigw_requests_total[1m])) > 0.01`,
    forMs: BURST_MS,
    severity: "critical",
    summary: "{{ $labels.resource }} answers {{ $value | humanizePercentage }} of the requests with 5xx",
    summaryZh: "{{ $labels.resource }} 有 {{ $value | humanizePercentage }} 的请求返回 5xx",
    description: "Our choice: twice what the business objective of 99.5 % allows, so it is not noise.",
    descriptionZh: "我们的选择：为业务目标 99.5 % 所容许的两倍，不是噪声。",
  },
  {
    name: "ApigwRateLimited",
    expr: `sum by (app, resource) (rate(apigw_requests_total{code="429"}[1m])) / sum by (app, resource) (rate(apigw_requests_total[1m])) > 0.01`,
    forMs: BURST_MS,
    severity: "critical",
    summary: "{{ $labels.resource }} turns {{ $value | humanizePercentage }} of the requests away with 429",
    summaryZh: "{{ $labels.resource }} 以 429 拒绝了 {{ $value | humanizePercentage }} 的请求",
    description:
      "The limit protects the application from more than it was bought for; below that it costs customers.",
    descriptionZh: "限流用于保护应用不超容量；低于容量时触发则损失用户。",
  },
  {
    name: "ApigwRejectionsHigh",
    expr: `sum by (app, resource) (rate(apigw_requests_total{code=~"401|404"}[1m])) / sum by (app, resource) (rate(apigw_requests_total[1m])) > 0.02`,
    forMs: BURST_MS,
    severity: "critical",
    summary:
      "{{ $labels.resource }} turns {{ $value | humanizePercentage }} of the requests away with 401 or 404",
    summaryZh: "{{ $labels.resource }} 以 401 或 404 拒绝了 {{ $value | humanizePercentage }} 的请求",
    description:
      "Our choice: ten times what expired tokens and wrong addresses make at rest; a key or a route is wrong.",
    descriptionZh: "我们的选择：为平时过期令牌与错误地址的十倍，说明密钥或路由有误。",
  },
  {
    name: "ApigwOverheadHigh",
    expr: "histogram_quantile(0.99, sum by (app, resource, le) (rate(apigw_overhead_duration_seconds_bucket[1m]))) > 0.1",
    forMs: BURST_MS,
    severity: "warning",
    summary: "{{ $labels.resource }} itself adds {{ $value | humanizeDuration }} to 1 % of the requests",
    summaryZh: "{{ $labels.resource }} 自身 P99 耗时 {{ $value | humanizeDuration }}",
    description: "Our choice: a tenth of the second that a person bears.",
    descriptionZh: "我们的选择：已占用户一秒耐心的十分之一。",
  },
  {
    name: "ApigwCpuHigh",
    expr: "apigw_cpu_usage_ratio > 0.8",
    forMs: BURST_MS,
    severity: "warning",
    summary: "CPU of {{ $labels.resource }} is at {{ $value | humanizePercentage }}",
    summaryZh: "{{ $labels.resource }} CPU 使用率 {{ $value | humanizePercentage }}",
    description: "Waiting grows as 1/(1-utilisation): at 0.8 a request waits four times as long as it works.",
    descriptionZh: "等待按 1/(1-利用率) 增长：利用率 0.8 时等待为处理的四倍。",
  },
  {
    name: "ApigwNodesLost",
    expr: "apigw_nodes_healthy < apigw_nodes",
    forMs: CONFIRM_MS,
    severity: "warning",
    summary: "Only {{ $value }} nodes of {{ $labels.resource }} answer",
    summaryZh: "{{ $labels.resource }} 仅 {{ $value }} 个节点应答",
    description: "The rest carry the load of the lost ones.",
    descriptionZh: "其余节点承担其负载。",
  },
];
