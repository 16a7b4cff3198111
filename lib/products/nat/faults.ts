import { z } from "zod";
import type { FaultDefinition } from "../types";

export const natFaults: readonly FaultDefinition[] = [
  {
    id: "nat.snat_ports_exhausted",
    product: "nat",
    kind: "resource-exhaustion",
    title: { en: "SNAT ports exhausted", zh: "SNAT 端口耗尽" },
    does: {
      en: "A job behind the gateway opens connections to the same address as the services and keeps them: no source port is left, so new connections fail at once.",
      zh: "网关后的任务与业务访问同一地址并占住连接：源端口耗尽，新建连接立即失败。",
    },
    undoes: { en: "The job ends and its connections are reset.", zh: "任务结束，其连接被重置。" },
    parameters: z.object({
      /** Share of the source ports that the job holds. */
      heldRatio: z.number().min(0.1).max(1).default(0.995),
    }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "nat_port_usage_ratio", direction: "up" },
      { metric: "nat_failure_ratio", direction: "up" },
    ],
    trips: ["NatPortsRunningOut", "NatConnectionsFailing"],
  },
  {
    id: "nat.connection_leak",
    product: "nat",
    kind: "connection-leak",
    title: { en: "Connections leak", zh: "连接泄漏" },
    does: {
      en: "A client forgets to close what it opened: connections pile up minute by minute until the source ports run out.",
      zh: "某客户端打开连接后不关闭：连接逐分钟堆积，直至源端口耗尽。",
    },
    undoes: {
      en: "The client is restarted, which resets what it left open.",
      zh: "重启该客户端，遗留连接被重置。",
    },
    parameters: z.object({
      /** Share of the source ports that leaks in a minute. */
      leakRatioPerMinute: z.number().min(0.01).max(1).default(0.4),
    }),
    risk: 3,
    durationS: { default: 300, max: 3_600 },
    moves: [
      { metric: "nat_connections_active", direction: "up" },
      { metric: "nat_port_usage_ratio", direction: "up" },
    ],
    trips: ["NatPortsRunningOut", "NatConnectionsFailing"],
  },
  {
    id: "nat.bandwidth_capped",
    product: "nat",
    kind: "quota-reached",
    title: { en: "NAT bandwidth capped", zh: "NAT 带宽受限" },
    does: {
      en: "The gateway falls back to a smaller specification: what goes beyond its bandwidth is dropped and sent again, so calls to the outside slow down and time out.",
      zh: "网关规格被降级：超出带宽的报文被丢弃并重传，对外调用变慢、超时。",
    },
    undoes: { en: "The specification is restored.", zh: "恢复规格。" },
    parameters: z.object({
      /** Bandwidth that is left, as a share of the traffic when it comes. */
      bandwidthRatio: z.number().min(0.01).max(0.95).default(0.6),
    }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "nat_bandwidth_usage_ratio", direction: "up" },
      { metric: "nat_packets_dropped_total", direction: "up" },
      { metric: "nat_round_trip_duration_seconds", direction: "up" },
    ],
    trips: ["NatBandwidthHigh", "NatHandshakeSlow"],
  },
  {
    id: "nat.gateway_down",
    product: "nat",
    kind: "node-loss",
    title: { en: "NAT gateway down", zh: "NAT 网关故障" },
    does: {
      en: "The active half of the gateway stops forwarding. Its standby takes over within seconds; connections that were open are lost and must be opened anew. Without a standby nothing gets out until the undo.",
      zh: "网关主节点停止转发。备节点数秒内接管，原有连接丢失、需重建；没有备节点则中断到撤销为止。",
    },
    undoes: { en: "The node returns as the standby.", zh: "节点以备节点身份恢复。" },
    parameters: z.object({}),
    risk: 3,
    durationS: { default: 120, max: 1_800 },
    moves: [
      { metric: "nat_up", direction: "down" },
      { metric: "nat_connections_active", direction: "down" },
      { metric: "nat_failure_ratio", direction: "up" },
    ],
    trips: ["NatConnectionsFailing"],
  },
  {
    id: "nat.packet_loss",
    product: "nat",
    kind: "network-loss",
    title: { en: "Packets lost at the NAT gateway", zh: "NAT 网关丢包" },
    does: {
      en: "A share of the packets is lost: handshakes wait a second for each retransmission, and some give up.",
      zh: "一部分报文丢失：握手每次重传等待一秒，部分最终放弃。",
    },
    undoes: { en: "No packet is lost any more.", zh: "停止丢包。" },
    parameters: z.object({
      lossRatio: z.number().min(0.001).max(0.9).default(0.1),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "nat_packets_dropped_total", direction: "up" },
      { metric: "nat_round_trip_duration_seconds", direction: "up" },
    ],
    trips: ["NatHandshakeSlow"],
  },
  {
    id: "nat.rule_deleted",
    product: "nat",
    kind: "data-deleted",
    title: { en: "SNAT rule deleted", zh: "SNAT 规则被删除" },
    does: {
      en: "The translation rule of the services' subnet is deleted: new connections find no way out, open ones go on until they close.",
      zh: "业务子网的转换规则被删除：新建连接无法出网，已有连接可用至关闭。",
    },
    undoes: { en: "The rule is created anew.", zh: "重建规则。" },
    parameters: z.object({}),
    risk: 3,
    durationS: { default: 180, max: 1_800 },
    moves: [
      { metric: "nat_failure_ratio", direction: "up" },
      { metric: "nat_transmit_bytes_total", direction: "down" },
    ],
    trips: ["NatConnectionsFailing"],
  },
];
