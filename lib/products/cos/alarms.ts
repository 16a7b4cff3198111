import { BURST_MS, CONFIRM_MS } from "../alarm-times";
import type { AlarmDefinition } from "../types";

/** Share of a bucket's requests that were answered with a code that matches. */
const codeShare = (code: string): string =>
  `sum by (app, resource) (rate(cos_requests_total{code=~"${code}"}[1m])) / sum by (app, resource) (rate(cos_requests_total[1m]))`;

export const cosAlarms: readonly AlarmDefinition[] = [
  {
    name: "CosClientErrors",
    expr: `${codeShare("4..")} > 0.05`,
    forMs: BURST_MS,
    severity: "critical",
    summary: "{{ $labels.resource }} answers {{ $value | humanizePercentage }} of the requests with 4xx",
    summaryZh: "{{ $labels.resource }} 有 {{ $value | humanizePercentage }} 的请求返回 4xx",
    description:
      "Our choice: one in fifty asks for what is gone; one in twenty is a policy, a key or a deletion gone wrong.",
    descriptionZh: "我们的选择：平常约五十分之一请求失效对象；达到二十分之一说明策略、密钥或数据出了问题。",
  },
  {
    name: "CosServerErrors",
    expr: `${codeShare("5..")} > 0.01`,
    forMs: BURST_MS,
    severity: "critical",
    summary: "{{ $labels.resource }} answers {{ $value | humanizePercentage }} of the requests with 5xx",
    summaryZh: "{{ $labels.resource }} 有 {{ $value | humanizePercentage }} 的请求返回 5xx",
    description: "Our choice: twenty times what the promised 99.95 % allows.",
    descriptionZh: "我们的选择：为承诺可用性 99.95 % 所容许的二十倍。",
  },
  {
    name: "CosThrottled",
    expr: "sum by (app, resource) (rate(cos_throttled_requests_total[1m])) > 0",
    forMs: BURST_MS,
    severity: "warning",
    summary: "{{ $labels.resource }} throttles {{ $value | humanize }} requests a second",
    summaryZh: "{{ $labels.resource }} 每秒限流 {{ $value | humanize }} 个请求",
    description: "The bucket's quota of requests is used up; who asks for more is told to slow down.",
    descriptionZh: "存储桶请求配额已用尽，超出部分被要求降速。",
  },
  {
    name: "CosFirstByteSlow",
    expr: "histogram_quantile(0.99, sum by (app, resource, le) (rate(cos_first_byte_duration_seconds_bucket[1m]))) > 0.4",
    forMs: BURST_MS,
    severity: "warning",
    summary: "The first byte of {{ $labels.resource }} takes up to {{ $value | humanizeDuration }}",
    summaryZh: "{{ $labels.resource }} 首字节耗时达 {{ $value | humanizeDuration }}",
    description: "Our choice: twice the 200 ms that are usual for small objects.",
    descriptionZh: "我们的选择：小对象通常不超过 200 毫秒，此为其两倍。",
  },
  {
    name: "CosReplicationLagHigh",
    expr: "cos_replication_lag_seconds > 900",
    forMs: BURST_MS,
    severity: "warning",
    summary:
      "The copy of {{ $labels.resource }} in the other region is {{ $value | humanizeDuration }} behind",
    summaryZh: "{{ $labels.resource }} 的异地副本落后 {{ $value | humanizeDuration }}",
    description: "Past fifteen minutes the promised recovery point of the archive is missed.",
    descriptionZh: "超过十五分钟即不满足归档数据的恢复点目标。",
  },
  {
    name: "CosObjectsDropped",
    expr: "cos_objects / max_over_time(cos_objects[30m]) < 0.95",
    forMs: CONFIRM_MS,
    severity: "critical",
    summary:
      "{{ $labels.resource }} holds only {{ $value | humanizePercentage }} of the objects of half an hour ago",
    summaryZh: "{{ $labels.resource }} 的对象数仅为半小时前的 {{ $value | humanizePercentage }}",
    description:
      "Our choice: lifecycle rules remove a few in a thousand a day; one in twenty at once is a deletion.",
    descriptionZh: "我们的选择：生命周期每天仅清理千分之几；短时减少二十分之一即为误删。",
  },
];
