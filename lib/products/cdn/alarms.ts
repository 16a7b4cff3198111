import { BURST_MS, CONFIRM_MS } from "../alarm-times";
import type { AlarmDefinition } from "../types";

export const cdnAlarms: readonly AlarmDefinition[] = [
  {
    name: "CdnErrorRateHigh",
    expr: `sum by (app, resource) (rate(cdn_requests_total{code="5xx"}[1m])) / sum by (app, resource) (rate(cdn_requests_total[1m])) > 0.01`,
    forMs: BURST_MS,
    severity: "critical",
    summary: "{{ $labels.resource }} answers {{ $value | humanizePercentage }} of the requests with 5xx",
    summaryZh: "{{ $labels.resource }} 有 {{ $value | humanizePercentage }} 的请求返回 5xx",
    description: "Our choice: twice what the business objective of 99.5 % allows, so it is not noise.",
    descriptionZh: "我们的选择：为业务目标 99.5 % 所容许的两倍，不是噪声。",
  },
  {
    name: "CdnOriginErrorRateHigh",
    expr: `sum by (app, resource) (rate(cdn_origin_requests_total{code="5xx"}[1m])) / sum by (app, resource) (rate(cdn_origin_requests_total[1m])) > 0.05`,
    forMs: BURST_MS,
    severity: "critical",
    summary: "{{ $value | humanizePercentage }} of the origin requests of {{ $labels.resource }} fail",
    summaryZh: "{{ $labels.resource }} 有 {{ $value | humanizePercentage }} 的回源请求失败",
    description: "Our choice: caches hide it for pictures, not for what is computed.",
    descriptionZh: "我们的选择：缓存可掩盖静态内容的失败，动态内容则不能。",
  },
  {
    name: "CdnHitRateLow",
    expr: `sum by (app, resource) (rate(cdn_cache_requests_total{result="hit"}[1m])) / sum by (app, resource) (rate(cdn_cache_requests_total[1m])) < 0.85`,
    forMs: BURST_MS,
    severity: "warning",
    summary:
      "Only {{ $value | humanizePercentage }} of the cacheable requests of {{ $labels.resource }} hit the cache",
    summaryZh: "{{ $labels.resource }} 缓存命中率降至 {{ $value | humanizePercentage }}",
    description: "Our choice: at 0.85 the origin sees more than three times its ordinary fetches.",
    descriptionZh: "我们的选择：命中率 0.85 时，回源量超过平常的三倍。",
  },
  {
    name: "CdnRequestsRefused",
    expr: `sum by (app, resource) (rate(cdn_requests_total{code="4xx"}[1m])) / sum by (app, resource) (rate(cdn_requests_total[1m])) > 0.05`,
    forMs: BURST_MS,
    severity: "critical",
    summary: "{{ $labels.resource }} refuses {{ $value | humanizePercentage }} of the requests",
    summaryZh: "{{ $labels.resource }} 拒绝了 {{ $value | humanizePercentage }} 的请求",
    description:
      "Our choice: dead links are one in a hundred; one in twenty is a usage cap or a lost object.",
    descriptionZh: "我们的选择：死链约百分之一；二十分之一说明触及用量封顶或对象丢失。",
  },
  {
    name: "CdnEdgeNodesLost",
    expr: "cdn_edge_nodes_healthy / cdn_edge_nodes < 0.8",
    forMs: CONFIRM_MS,
    severity: "warning",
    summary: "Only {{ $value | humanizePercentage }} of the edge nodes of {{ $labels.resource }} are left",
    summaryZh: "{{ $labels.resource }} 仅剩 {{ $value | humanizePercentage }} 的边缘节点",
    description: "Our choice: users of a lost node are sent farther away, and the rest carry their load.",
    descriptionZh: "我们的选择：失去节点的用户被调度到更远处，其余节点承担其负载。",
  },
  {
    name: "CdnCertificateExpired",
    expr: "cdn_certificate_expiry_timestamp_seconds - time() < 0",
    forMs: CONFIRM_MS,
    severity: "critical",
    summary: "The certificate of {{ $labels.resource }} has ended: browsers refuse it",
    summaryZh: "{{ $labels.resource }} 的证书已过期，浏览器拒绝连接",
    description: "From the moment it ends every new connection fails.",
    descriptionZh: "到期后所有新建连接失败。",
  },
];
