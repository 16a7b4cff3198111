import { MINUTE_MS } from "@/lib/core/time";
import { BURST_MS } from "../alarm-times";
import type { AlarmDefinition } from "../types";

export const businessAlarms: readonly AlarmDefinition[] = [
  {
    name: "BusinessSuccessRateLow",
    expr: `sum by (app, scenario) (rate(business_requests_total{outcome="ok"}[1m])) / sum by (app, scenario) (rate(business_requests_total[1m])) < 0.995`,
    forMs: BURST_MS,
    severity: "critical",
    summary: "Success rate of {{ $labels.scenario }} is {{ $value | humanizePercentage }}",
    summaryZh: "{{ $labels.scenario }} 成功率降至 {{ $value | humanizePercentage }}",
    description: "The objective of the business: at most one request in 200 fails.",
    descriptionZh: "业务目标：每 200 个请求至多失败 1 个。",
  },
  {
    name: "BusinessLatencyHigh",
    expr: "histogram_quantile(0.99, sum by (app, scenario, le) (rate(business_request_duration_seconds_bucket[1m]))) > 1",
    forMs: MINUTE_MS,
    severity: "warning",
    summary: "99 % of {{ $labels.scenario }} take up to {{ $value | humanizeDuration }}",
    summaryZh: "{{ $labels.scenario }} P99 耗时 {{ $value | humanizeDuration }}",
    description: "After one second a person's flow of thought breaks (Nielsen 1993).",
    descriptionZh: "超过一秒，用户思路被打断（Nielsen 1993）。",
  },
];
