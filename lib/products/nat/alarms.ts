import { BURST_MS, CONFIRM_MS } from "../alarm-times";
import type { AlarmDefinition } from "../types";

export const natAlarms: readonly AlarmDefinition[] = [
  {
    name: "NatConnectionsFailing",
    expr: "sum by (app, resource) (rate(nat_connections_failed_total[1m])) / sum by (app, resource) (rate(nat_connections_opened_total[1m])) > 0.02",
    forMs: BURST_MS,
    severity: "critical",
    summary: "{{ $value | humanizePercentage }} of the connections through {{ $labels.resource }} fail",
    summaryZh: "经 {{ $labels.resource }} 的连接有 {{ $value | humanizePercentage }} 失败",
    description:
      "Our choice: clients try again once, so two in a hundred leave one call in 2,500 without an answer.",
    descriptionZh: "我们的选择：客户端会重试一次，百分之二的失败使每 2,500 次调用有一次得不到应答。",
  },
  {
    name: "NatPortsRunningOut",
    expr: "nat_port_usage_ratio > 0.8",
    forMs: BURST_MS,
    severity: "warning",
    summary: "{{ $labels.resource }} uses {{ $value | humanizePercentage }} of its source ports",
    summaryZh: "{{ $labels.resource }} 源端口已用 {{ $value | humanizePercentage }}",
    description:
      "When none is left new connections fail. Add an address, or find what does not close its connections.",
    descriptionZh: "耗尽后新建连接失败。请增加弹性 IP，或排查未关闭的连接。",
  },
  {
    name: "NatBandwidthHigh",
    expr: "nat_bandwidth_usage_ratio > 0.9",
    forMs: BURST_MS,
    severity: "warning",
    summary: "{{ $labels.resource }} uses {{ $value | humanizePercentage }} of its bandwidth",
    summaryZh: "{{ $labels.resource }} 带宽使用率 {{ $value | humanizePercentage }}",
    description: "Our choice: traffic bursts above its mean, and past the limit packets are dropped.",
    descriptionZh: "我们的选择：流量会突发超过均值，超出上限即丢包。",
  },
  {
    name: "NatHandshakeSlow",
    expr: "histogram_quantile(0.99, sum by (app, resource, le) (rate(nat_round_trip_duration_seconds_bucket[1m]))) > 0.5",
    forMs: BURST_MS,
    severity: "warning",
    summary:
      "1 % of the handshakes through {{ $labels.resource }} take longer than {{ $value | humanizeDuration }}",
    summaryZh: "经 {{ $labels.resource }} 的握手 P99 耗时 {{ $value | humanizeDuration }}",
    description: "The first retransmission comes after a second (RFC 6298): packets are lost.",
    descriptionZh: "首次重传在一秒之后（RFC 6298），说明存在丢包。",
  },
  {
    name: "NatDown",
    expr: "nat_up == 0",
    forMs: CONFIRM_MS,
    severity: "critical",
    summary: "NAT gateway {{ $labels.resource }} does not forward",
    summaryZh: "NAT 网关 {{ $labels.resource }} 停止转发",
    description: "Nothing behind it reaches the outside.",
    descriptionZh: "其后的资源无法访问外部。",
  },
];
