import { z } from "zod";
import type { FaultDefinition, FaultTarget, Text } from "../types";

const refuseIdle = (target: FaultTarget): Text | null =>
  target.state.detail.active === true
    ? null
    : {
        en: `${target.id} carries no traffic, so nobody would notice: take the active tunnel.`,
        zh: `${target.id} 未承载流量，不会有任何影响：请选择主隧道。`,
      };

export const vpnFaults: readonly FaultDefinition[] = [
  {
    id: "vpn.tunnel_down",
    product: "vpn",
    kind: "network-cut",
    title: { en: "Tunnel down", zh: "隧道中断" },
    does: {
      en: "The peer's gateway no longer answers. Dead peer detection notices after three lost probes; then routes move to the other tunnel, or nothing passes if there is none.",
      zh: "对端网关无应答。DPD 连续三次探测失败后判定中断，路由切到另一条隧道；没有则完全不通。",
    },
    undoes: {
      en: "The peer answers, keys are negotiated and routes return to the preferred tunnel.",
      zh: "对端恢复应答，重新协商密钥，路由回到主隧道。",
    },
    parameters: z.object({}),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "vpn_up", direction: "down" },
      { metric: "vpn_packet_loss_ratio", direction: "up" },
      { metric: "vpn_ike_failures", direction: "up" },
    ],
    trips: ["VpnTunnelDown"],
  },
  {
    id: "vpn.ike_key_mismatch",
    product: "vpn",
    kind: "misconfiguration",
    title: { en: "Keys no longer match", zh: "IKE 密钥不一致" },
    does: {
      en: "One end gets a new key and the other does not. The tunnel works until its keys run out, then each negotiation is refused.",
      zh: "一端更换密钥而另一端未更换。当前密钥到期前隧道正常，之后每次协商都被拒绝。",
    },
    undoes: {
      en: "Both ends have the same key; the next negotiation succeeds.",
      zh: "两端密钥一致，下次协商成功。",
    },
    parameters: z.object({
      /** Until the keys in use run out. */
      rekeyAfterS: z.number().min(0).max(600).default(20),
    }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "vpn_up", direction: "down" },
      { metric: "vpn_ike_failures", direction: "up" },
    ],
    trips: ["VpnNegotiationFailing", "VpnTunnelDown"],
  },
  {
    id: "vpn.clock_skew",
    product: "vpn",
    kind: "clock-skew",
    title: { en: "Clock runs ahead", zh: "时钟偏移" },
    does: {
      en: "The gateway's clock jumps ahead. Past the lifetime of the peer's certificate it takes that one for expired, and the next negotiation is refused.",
      zh: "网关时钟向前跳变。偏移超过对端证书有效期时，将其视为过期并拒绝下次协商。",
    },
    undoes: {
      en: "The clock is right again; the next negotiation succeeds.",
      zh: "时钟校正，下次协商成功。",
    },
    parameters: z.object({
      offsetS: z.number().min(1).max(31_536_000).default(90_000),
    }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "vpn_clock_offset_seconds", direction: "up" },
      { metric: "vpn_up", direction: "down" },
      { metric: "vpn_ike_failures", direction: "up" },
    ],
    trips: ["VpnClockOff", "VpnNegotiationFailing"],
    refuse: (target) =>
      target.spec.authentication === "certificate"
        ? null
        : {
            en: `${target.id} agrees by a shared key, which knows no time: its clock does not matter.`,
            zh: `${target.id} 使用预共享密钥，与时间无关，时钟偏移不会有影响。`,
          },
  },
  {
    id: "vpn.packet_loss",
    product: "vpn",
    kind: "network-loss",
    title: { en: "Tunnel loses packets", zh: "隧道丢包" },
    does: {
      en: "The Internet on the way loses a share of the packets: calls wait for retransmissions and some time out.",
      zh: "公网途中丢失一部分报文：调用等待重传，部分超时。",
    },
    undoes: { en: "No packet is lost any more.", zh: "停止丢包。" },
    parameters: z.object({ lossRatio: z.number().min(0.001).max(0.5).default(0.12) }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [{ metric: "vpn_packet_loss_ratio", direction: "up" }],
    trips: ["VpnPacketLossHigh"],
  },
  {
    id: "vpn.mtu_mismatch",
    product: "vpn",
    kind: "misconfiguration",
    title: { en: "Packets too big", zh: "MTU 不匹配" },
    does: {
      en: "A router on the way carries smaller packets and its notice of that is filtered: big answers never arrive, small ones do, and probes look well.",
      zh: "途中路由器 MTU 变小且其通知被过滤：大报文无法到达，小报文与探测正常。",
    },
    undoes: { en: "The segment size is clamped to what passes.", zh: "按可通过的大小限制 MSS。" },
    parameters: z.object({
      /** Share of the calls whose answer fills a packet. */
      callsRatio: z.number().min(0.05).max(1).default(0.5),
    }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "vpn_packets_dropped_total", direction: "up" },
      { metric: "vpn_receive_bytes_total", direction: "down" },
    ],
    trips: ["VpnPacketsTooBig"],
    refuse: refuseIdle,
  },
  {
    id: "vpn.bandwidth_capped",
    product: "vpn",
    kind: "quota-reached",
    title: { en: "VPN bandwidth capped", zh: "VPN 带宽受限" },
    does: {
      en: "The gateway falls back to a smaller specification: what goes beyond its bandwidth waits and is dropped.",
      zh: "网关规格被降级：超出带宽的报文排队并丢弃。",
    },
    undoes: { en: "The specification is restored.", zh: "恢复规格。" },
    parameters: z.object({
      /** Bandwidth that is left, as a share of the traffic when it comes. */
      bandwidthRatio: z.number().min(0.01).max(0.95).default(0.6),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "vpn_bandwidth_usage_ratio", direction: "up" },
      { metric: "vpn_packets_dropped_total", direction: "up" },
      { metric: "vpn_round_trip_duration_seconds", direction: "up" },
    ],
    trips: ["VpnBandwidthHigh", "VpnPacketLossHigh"],
    refuse: refuseIdle,
  },
];
