import { BURST_MS, CONFIRM_MS } from "../alarm-times";
import type { AlarmDefinition } from "../types";

export const dcAlarms: readonly AlarmDefinition[] = [
  {
    name: "DcLineDown",
    expr: "dc_up == 0",
    forMs: CONFIRM_MS,
    severity: "critical",
    summary: "Line {{ $labels.resource }} is down",
    summaryZh: "专线 {{ $labels.resource }} 中断",
    description: "The other line, if there is one, carries everything and has no spare.",
    descriptionZh: "若有另一条线路，则由其独自承载、再无备份。",
  },
  {
    name: "DcNoActiveLine",
    expr: "sum by (app, cluster) (dc_is_active) == 0",
    forMs: CONFIRM_MS,
    severity: "critical",
    summary: "{{ $labels.cluster }} has no line that carries traffic",
    summaryZh: "{{ $labels.cluster }} 没有承载流量的线路",
    description: "The other end cannot be reached at all.",
    descriptionZh: "对端完全不可达。",
  },
  {
    name: "DcBgpFlapping",
    expr: "increase(dc_bgp_flaps_total[5m]) >= 3",
    forMs: 0,
    severity: "warning",
    summary:
      "The BGP session of {{ $labels.resource }} was lost {{ $value | humanize }} times in five minutes",
    summaryZh: "{{ $labels.resource }} 的 BGP 会话五分钟内断开 {{ $value | humanize }} 次",
    description:
      "Our choice: one loss may be a maintenance; with each one packets are lost until routes settle.",
    descriptionZh: "我们的选择：断开一次可能是维护；每次断开在路由收敛前都会丢包。",
  },
  {
    name: "DcPacketLossHigh",
    expr: "dc_packet_loss_ratio > 0.02 and dc_up == 1",
    forMs: BURST_MS,
    severity: "warning",
    summary: "{{ $labels.resource }} loses {{ $value | humanizePercentage }} of its packets",
    summaryZh: "{{ $labels.resource }} 丢包率 {{ $value | humanizePercentage }}",
    description: "TCP slows down with the square root of loss (Mathis 1997); BGP does not notice and stays.",
    descriptionZh: "TCP 吞吐随丢包率的平方根下降（Mathis 1997）；BGP 无感知，不会切换。",
  },
  {
    name: "DcLatencyHigh",
    expr: "histogram_quantile(0.99, sum by (app, cluster, resource, le) (rate(dc_round_trip_duration_seconds_bucket[1m]))) > 0.03",
    forMs: BURST_MS,
    severity: "warning",
    summary: "Probes over {{ $labels.resource }} take up to {{ $value | humanizeDuration }}",
    summaryZh: "{{ $labels.resource }} 探测 P99 时延 {{ $value | humanizeDuration }}",
    description:
      "Our choice: the lines are at most 10 ms long; more is a detour of the carrier or a full line.",
    descriptionZh: "我们的选择：线路时延不超过 10 ms，更高说明运营商绕行或线路拥塞。",
  },
  {
    name: "DcBandwidthHigh",
    expr: "dc_bandwidth_usage_ratio > 0.9",
    forMs: BURST_MS,
    severity: "warning",
    summary: "{{ $labels.resource }} uses {{ $value | humanizePercentage }} of its bandwidth",
    summaryZh: "{{ $labels.resource }} 带宽使用率 {{ $value | humanizePercentage }}",
    description: "Our choice: traffic bursts above its mean, and past the limit packets are dropped.",
    descriptionZh: "我们的选择：流量会突发超过均值，超出上限即丢包。",
  },
  {
    name: "DcLightLow",
    expr: "dc_optical_receive_power_dbm < -14.4",
    forMs: BURST_MS,
    severity: "warning",
    summary: "{{ $labels.resource }} receives only {{ $value | humanize }} dBm of light",
    summaryZh: "{{ $labels.resource }} 收光功率仅 {{ $value | humanize }} dBm",
    description: "Receiver sensitivity of 10GBASE-LR (IEEE 802.3ae): below it frames arrive broken.",
    descriptionZh: "10GBASE-LR 接收灵敏度（IEEE 802.3ae）：低于此值出现误码。",
  },
];
