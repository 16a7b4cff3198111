import { z } from "zod";
import type { FaultDefinition, FaultTarget, Text } from "../types";

const refusePackage = (target: FaultTarget): Text | null =>
  target.spec.kind === "package"
    ? {
        en: `${target.id} is a bandwidth package and has no address of its own: take one of its addresses.`,
        zh: `${target.id} 是带宽包，自身没有地址：请选择其中的弹性公网 IP。`,
      }
    : null;

const refuseAddress = (target: FaultTarget): Text | null =>
  target.spec.kind === "package"
    ? null
    : {
        en: `${target.id} is an address: its package is what can be used up by others.`,
        zh: `${target.id} 是单个地址：可能被他人占满的是其所属带宽包。`,
      };

export const eipFaults: readonly FaultDefinition[] = [
  {
    id: "eip.bandwidth_capped",
    product: "eip",
    kind: "quota-reached",
    title: { en: "EIP bandwidth capped", zh: "EIP 带宽受限" },
    does: {
      en: "The address falls back to a small bandwidth limit: answers wait, packets are dropped and sent again, and the slowest customers give up.",
      zh: "地址带宽上限被调小：应答排队、丢包重传，最慢的用户放弃访问。",
    },
    undoes: { en: "The limit is restored.", zh: "恢复带宽上限。" },
    parameters: z.object({
      /** Limit as a share of the traffic when it comes. */
      limitRatio: z.number().min(0.01).max(0.95).default(0.6),
    }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "eip_bandwidth_usage_ratio", direction: "up" },
      { metric: "eip_bandwidth_limit_bytes", direction: "down" },
      { metric: "eip_packets_dropped_total", direction: "up" },
      { metric: "eip_round_trip_duration_seconds", direction: "up" },
    ],
    trips: ["EipBandwidthHigh", "EipPacketLossHigh"],
    refuse: refusePackage,
  },
  {
    id: "eip.package_saturated",
    product: "eip",
    kind: "resource-exhaustion",
    title: { en: "Bandwidth package used up", zh: "共享带宽包打满" },
    does: {
      en: "A download job behind another address of the package takes its bandwidth: all addresses of the package share what is left.",
      zh: "同一带宽包内另一地址的下载任务占用带宽：包内所有地址分享剩余部分。",
    },
    undoes: { en: "The job is stopped.", zh: "停止该任务。" },
    parameters: z.object({
      /** Traffic of the job as a share of the package. */
      loadRatio: z.number().min(0.1).max(2).default(0.9),
    }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "eip_bandwidth_usage_ratio", direction: "up" },
      { metric: "eip_transmit_bytes_total", direction: "up" },
      { metric: "eip_packets_dropped_total", direction: "up" },
    ],
    trips: ["EipBandwidthHigh", "EipPacketLossHigh"],
    refuse: refuseAddress,
  },
  {
    id: "eip.ddos_blocked",
    product: "eip",
    kind: "network-cut",
    title: { en: "EIP blocked by DDoS", zh: "EIP 遭 DDoS 封堵" },
    does: {
      en: "An attack exceeds the protected volume and the carrier drops everything for the address: it is gone within seconds.",
      zh: "攻击超出防护量，运营商丢弃该地址的全部流量：数秒内不可达。",
    },
    undoes: { en: "The attack ends and the block is lifted.", zh: "攻击结束并解除封堵。" },
    parameters: z.object({
      attackGbps: z.number().min(2).max(1_000).default(40),
    }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "eip_blocked", direction: "up" },
      { metric: "eip_up", direction: "down" },
      { metric: "eip_attack_bytes_total", direction: "up" },
      { metric: "business_success_ratio", direction: "down" },
    ],
    trips: ["EipBlocked", "EipUnreachable", "BusinessSuccessRateLow"],
    refuse: refusePackage,
  },
  {
    id: "eip.ddos_cleaned",
    product: "eip",
    kind: "traffic-surge",
    title: { en: "DDoS attack, cleaned", zh: "DDoS 攻击清洗" },
    does: {
      en: "An attack stays below the protected volume: it is cleaned, and a share of the customers' packets goes with it.",
      zh: "攻击未超防护量，流量进入清洗，一部分用户报文被误清洗。",
    },
    undoes: { en: "The attack ends and cleaning stops.", zh: "攻击结束，停止清洗。" },
    parameters: z.object({
      attackMbps: z.number().min(200).max(2_000).default(1_200),
      /** Share of the customers' packets that cleaning takes for the attack. */
      lossRatio: z.number().min(0).max(0.5).default(0.06),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "eip_attack_bytes_total", direction: "up" },
      { metric: "eip_packet_loss_ratio", direction: "up" },
      { metric: "eip_packets_dropped_total", direction: "up" },
    ],
    trips: ["EipUnderAttack", "EipPacketLossHigh"],
    refuse: refusePackage,
  },
  {
    id: "eip.unbound",
    product: "eip",
    kind: "misconfiguration",
    title: { en: "EIP unbound", zh: "EIP 被解绑" },
    does: {
      en: "The address is unbound from its resource by a wrong change: packets for it have nowhere to go.",
      zh: "误操作将地址与资源解绑：发往该地址的报文无处可去。",
    },
    undoes: { en: "The address is bound again.", zh: "重新绑定地址。" },
    parameters: z.object({}),
    risk: 3,
    durationS: { default: 120, max: 1_800 },
    moves: [
      { metric: "eip_up", direction: "down" },
      { metric: "eip_packets_dropped_total", direction: "up" },
      { metric: "eip_receive_bytes_total", direction: "down" },
      { metric: "business_success_ratio", direction: "down" },
    ],
    trips: ["EipUnreachable", "BusinessSuccessRateLow"],
    refuse: refusePackage,
  },
];
