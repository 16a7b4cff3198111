import { BURST_MS, CONFIRM_MS } from "../alarm-times";
import type { AlarmDefinition } from "../types";

export const eipAlarms: readonly AlarmDefinition[] = [
  {
    name: "EipBlocked",
    expr: "eip_blocked == 1",
    forMs: 0,
    severity: "critical",
    summary: "{{ $labels.resource }} is blocked because of an attack: nobody reaches it",
    summaryZh: "{{ $labels.resource }} 因攻击被封堵，无法访问",
    description:
      "The carrier drops everything for hours, so there is nothing to wait for: move to another address.",
    descriptionZh: "运营商封堵以小时计，无需等待：请切换到其他地址。",
  },
  {
    name: "EipUnderAttack",
    expr: "rate(eip_attack_bytes_total[1m]) > 12500000",
    forMs: CONFIRM_MS,
    severity: "warning",
    summary: "{{ $labels.resource }} gets {{ $value | humanize1024 }}B/s of attack traffic",
    summaryZh: "{{ $labels.resource }} 遭受 {{ $value | humanize1024 }}B/s 攻击流量",
    description: "Our choice: 100 Mbit/s; past the protected volume the carrier blocks the address.",
    descriptionZh: "我们的选择：100 Mbit/s；超出防护量后运营商将封堵该地址。",
  },
  {
    name: "EipBandwidthHigh",
    expr: "eip_bandwidth_usage_ratio > 0.9",
    forMs: BURST_MS,
    severity: "warning",
    summary: "{{ $labels.resource }} uses {{ $value | humanizePercentage }} of its bandwidth",
    summaryZh: "{{ $labels.resource }} 带宽使用率 {{ $value | humanizePercentage }}",
    description: "Our choice: traffic bursts above its mean, and past the limit packets are dropped.",
    descriptionZh: "我们的选择：流量会突发超过均值，超出上限即丢包。",
  },
  {
    name: "EipPacketLossHigh",
    expr: "eip_packet_loss_ratio > 0.02",
    forMs: BURST_MS,
    severity: "critical",
    summary: "Customers of {{ $labels.resource }} lose {{ $value | humanizePercentage }} of their packets",
    summaryZh: "{{ $labels.resource }} 的用户丢包率 {{ $value | humanizePercentage }}",
    description: "TCP slows down with the square root of loss (Mathis 1997): pages hang.",
    descriptionZh: "TCP 吞吐随丢包率的平方根下降（Mathis 1997），页面卡顿。",
  },
  {
    name: "EipUnreachable",
    expr: "eip_up == 0",
    forMs: CONFIRM_MS,
    severity: "critical",
    summary: "{{ $labels.resource }} cannot be reached from outside",
    summaryZh: "{{ $labels.resource }} 外部不可达",
    description: "Everything behind the address is gone for its customers.",
    descriptionZh: "其后的服务对用户完全不可用。",
  },
];
