import { BURST_MS, CONFIRM_MS } from "../alarm-times";
import type { AlarmDefinition } from "../types";

export const wafAlarms: readonly AlarmDefinition[] = [
  {
    name: "WafBlockRateHigh",
    expr: `sum by (app, resource) (rate(waf_requests_total{action="block"}[1m])) / sum by (app, resource) (rate(waf_requests_total[1m])) > 0.05`,
    forMs: BURST_MS,
    severity: "warning",
    summary: "{{ $labels.resource }} blocks {{ $value | humanizePercentage }} of the requests",
    summaryZh: "{{ $labels.resource }} 拦截了 {{ $value | humanizePercentage }} 的请求",
    description:
      "An attack, or a rule that takes customers for one; scanners at rest are one or two in a hundred.",
    descriptionZh: "遭到攻击，或规则误伤用户；平时扫描流量仅占百分之一二。",
  },
  {
    name: "WafUninspectedTraffic",
    expr: `sum by (app, resource) (rate(waf_requests_total{action="bypass"}[1m])) / sum by (app, resource) (rate(waf_requests_total[1m])) > 0.01`,
    forMs: BURST_MS,
    severity: "critical",
    summary:
      "{{ $labels.resource }} lets {{ $value | humanizePercentage }} of the requests pass without inspection",
    summaryZh: "{{ $labels.resource }} 有 {{ $value | humanizePercentage }} 的请求未经检测放行",
    description:
      "Our choice: attacks reach the application meanwhile; a restart passes less than one in a hundred.",
    descriptionZh: "我们的选择：期间攻击直达应用；重启造成的放行不足百分之一。",
  },
  {
    name: "WafRequestsDropped",
    expr: `sum by (app, resource) (rate(waf_requests_total{action="drop"}[1m])) / sum by (app, resource) (rate(waf_requests_total[1m])) > 0.005`,
    forMs: BURST_MS,
    severity: "critical",
    summary: "{{ $labels.resource }} drops {{ $value | humanizePercentage }} of the requests",
    summaryZh: "{{ $labels.resource }} 丢弃了 {{ $value | humanizePercentage }} 的请求",
    description:
      "More than the business objective of 99.5 % allows: the licensed rate or the engine is used up.",
    descriptionZh: "超出业务目标 99.5 % 的容许：授权规格或检测引擎已用尽。",
  },
  {
    name: "WafCpuHigh",
    expr: "waf_cpu_usage_ratio > 0.8",
    forMs: BURST_MS,
    severity: "warning",
    summary: "CPU of {{ $labels.resource }} is at {{ $value | humanizePercentage }}",
    summaryZh: "{{ $labels.resource }} CPU 使用率 {{ $value | humanizePercentage }}",
    description:
      "Waiting grows as 1/(1-utilisation): past 0.8 inspection takes many times its usual milliseconds.",
    descriptionZh: "等待按 1/(1-利用率) 增长：超过 0.8 后检测耗时为平常的数倍。",
  },
  {
    name: "WafCertificateExpired",
    expr: "waf_certificate_expiry_timestamp_seconds - time() < 0",
    forMs: CONFIRM_MS,
    severity: "critical",
    summary: "The certificate of {{ $labels.resource }} has ended: it is refused",
    summaryZh: "{{ $labels.resource }} 的证书已过期，连接被拒绝",
    description: "From the moment it ends every new connection fails.",
    descriptionZh: "到期后所有新建连接失败。",
  },
];
