import { BURST_MS, CONFIRM_MS } from "../alarm-times";
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
  {
    name: "ClbConnectionsRefused",
    expr: "sum by (app, resource) (rate(clb_connections_refused_total[1m])) / (sum by (app, resource) (rate(clb_connections_refused_total[1m])) + sum by (app, resource) (rate(clb_connections_opened_total[1m]))) > 0.05",
    forMs: BURST_MS,
    severity: "critical",
    summary: "{{ $labels.resource }} refuses {{ $value | humanizePercentage }} of the new connections",
    summaryZh: "{{ $labels.resource }} 拒绝了 {{ $value | humanizePercentage }} 的新建连接",
    description: "Our choice: browsers try again, so less than one in twenty is hardly felt.",
    descriptionZh: "我们的选择：浏览器会重试，低于二十分之一几乎无感。",
  },
  {
    name: "ClbConnectionTableFull",
    expr: "clb_connections_active / clb_connections_max > 0.9",
    forMs: BURST_MS,
    severity: "critical",
    summary: "The connection table of {{ $labels.resource }} is {{ $value | humanizePercentage }} full",
    summaryZh: "{{ $labels.resource }} 连接表已用 {{ $value | humanizePercentage }}",
    description: "Past the limit new connections are refused.",
    descriptionZh: "超过上限后新建连接被拒绝。",
  },
  {
    name: "ClbBackendsUnhealthy",
    expr: "clb_backends_healthy / clb_backends < 0.5",
    forMs: CONFIRM_MS,
    severity: "warning",
    summary:
      "Only {{ $value | humanizePercentage }} of the backends of {{ $labels.resource }} pass the health check",
    summaryZh: "{{ $labels.resource }} 仅 {{ $value | humanizePercentage }} 的后端通过健康检查",
    description: "Our choice: with half of them gone the rest carry twice their load.",
    descriptionZh: "我们的选择：失去一半后端时，其余承担双倍负载。",
  },
  {
    name: "ClbBackendOverloaded",
    expr: "clb_backend_usage_ratio > 0.95",
    forMs: BURST_MS,
    severity: "warning",
    summary:
      "The busiest backend of {{ $labels.resource }} gets {{ $value | humanizePercentage }} of what it can serve",
    summaryZh: "{{ $labels.resource }} 最忙后端承受其能力 {{ $value | humanizePercentage }} 的流量",
    description: "Past 1 its requests wait without end and fail.",
    descriptionZh: "超过 1 后请求无限排队并失败。",
  },
  {
    name: "ClbCertificateExpired",
    expr: "clb_certificate_expiry_timestamp_seconds - time() < 0",
    forMs: CONFIRM_MS,
    severity: "critical",
    summary: "The certificate of {{ $labels.resource }} has ended: clients refuse it",
    summaryZh: "{{ $labels.resource }} 的证书已过期，客户端拒绝连接",
    description: "From the moment it ends every new connection fails.",
    descriptionZh: "到期后所有新建连接失败。",
  },
];
