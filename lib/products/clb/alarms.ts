import { BURST_MS } from "../alarm-times";
import type { AlarmDefinition } from "../types";

export const clbAlarms: readonly AlarmDefinition[] = [
  {
    name: "ClbErrorRateHigh",
    expr: `sum by (app, resource) (rate(clb_requests_total{code="5xx"}[1m])) / sum by (app, resource) (rate(clb_requests_total[1m])) > 0.01`,
    forMs: BURST_MS,
    severity: "critical",
    summary: "{{ $labels.resource }} answers {{ $value | humanizePercentage }} of the requests with 5xx",
    summaryZh: "{{ $labels.resource }} 有 {{ $value | humanizePercentage }} 的请求返回 5xx",
    description: "Our choice: twice what the business objective of 99.5 % allows, so it is not noise.",
    descriptionZh: "我们的选择：为业务目标 99.5 % 所容许的两倍，不是噪声。",
  },
];
