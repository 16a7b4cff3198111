import { z } from "zod";
import type { FaultDefinition } from "../types";

export const dcFaults: readonly FaultDefinition[] = [
  {
    id: "dc.line_cut",
    product: "dc",
    kind: "network-cut",
    title: { en: "Line cut", zh: "专线中断" },
    does: {
      en: "A digger cuts the fibre. Traffic is lost until BGP notices (under a second with BFD, else the hold time) and the routes move to the other line; without another one it is lost until the undo.",
      zh: "光缆被挖断。BGP 感知前流量丢失（启用 BFD 不到一秒，否则为保持时间），随后路由切到另一条线路；没有备线则中断到撤销为止。",
    },
    undoes: {
      en: "The fibre is spliced, the session comes up, and routes return to the preferred line.",
      zh: "光缆熔接，BGP 会话重建，路由回到主线路。",
    },
    parameters: z.object({}),
    risk: 3,
    durationS: { default: 240, max: 3_600 },
    moves: [
      { metric: "dc_up", direction: "down" },
      { metric: "dc_bgp_up", direction: "down" },
      { metric: "dc_packet_loss_ratio", direction: "up" },
    ],
    trips: ["DcLineDown"],
  },
  {
    id: "dc.packet_loss",
    product: "dc",
    kind: "network-loss",
    title: { en: "Line loses packets", zh: "专线丢包" },
    does: {
      en: "A share of the packets is lost. BGP's session survives it, so nothing is switched: calls wait for retransmissions and some time out.",
      zh: "一部分报文丢失。BGP 会话不受影响，不会切换：调用等待重传，部分超时。",
    },
    undoes: { en: "No packet is lost any more.", zh: "停止丢包。" },
    parameters: z.object({ lossRatio: z.number().min(0.001).max(0.5).default(0.1) }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [{ metric: "dc_packet_loss_ratio", direction: "up" }],
    trips: ["DcPacketLossHigh"],
  },
  {
    id: "dc.network_delay",
    product: "dc",
    kind: "network-delay",
    title: { en: "Carrier takes a detour", zh: "运营商绕行" },
    does: {
      en: "The carrier protects its own ring and sends the line the long way round: each packet takes longer.",
      zh: "运营商环网保护倒换，线路绕行远端：每个报文时延增加。",
    },
    undoes: { en: "The carrier returns to the short way.", zh: "运营商恢复原路径。" },
    parameters: z.object({ delayMs: z.number().min(1).max(2_000).default(60) }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [{ metric: "dc_round_trip_duration_seconds", direction: "up" }],
    trips: ["DcLatencyHigh"],
  },
  {
    id: "dc.bgp_flap",
    product: "dc",
    kind: "misconfiguration",
    title: { en: "BGP flaps", zh: "BGP 震荡" },
    does: {
      en: "A wrong hold time tears the session down again and again: traffic moves from line to line and is lost at each move until the routes settle.",
      zh: "错误的保持时间使会话反复断开：流量在线路间来回切换，每次收敛前都会丢失。",
    },
    undoes: {
      en: "The right timers are back and the session stays up.",
      zh: "恢复正确的定时器，会话保持稳定。",
    },
    parameters: z.object({
      /** From one loss of the session to the next. */
      periodS: z.number().min(20).max(600).default(40),
    }),
    risk: 3,
    durationS: { default: 240, max: 3_600 },
    moves: [
      { metric: "dc_bgp_flaps_total", direction: "up" },
      { metric: "dc_bgp_up", direction: "down" },
    ],
    trips: ["DcBgpFlapping"],
  },
  {
    id: "dc.fibre_degraded",
    product: "dc",
    kind: "capacity-loss",
    title: { en: "Fibre degraded", zh: "光纤劣化" },
    does: {
      en: "A bent fibre takes light away: below the receiver's sensitivity frames arrive broken and are dropped.",
      zh: "光纤弯折导致光衰：低于接收灵敏度后帧校验错误并被丢弃。",
    },
    undoes: { en: "The fibre is straightened.", zh: "光纤恢复。" },
    parameters: z.object({
      /** Light that is lost, in decibels. */
      attenuationDb: z.number().min(1).max(20).default(11.3),
    }),
    risk: 2,
    durationS: { default: 240, max: 3_600 },
    moves: [
      { metric: "dc_optical_receive_power_dbm", direction: "down" },
      { metric: "dc_frame_errors_total", direction: "up" },
      { metric: "dc_packet_loss_ratio", direction: "up" },
    ],
    trips: ["DcLightLow", "DcPacketLossHigh"],
  },
  {
    id: "dc.bandwidth_saturated",
    product: "dc",
    kind: "resource-exhaustion",
    title: { en: "Line saturated", zh: "专线带宽打满" },
    does: {
      en: "A copy of a backup runs over the line by day: its queue fills, so packets wait and are dropped.",
      zh: "备份数据在白天经专线拷贝：队列填满，报文排队并丢弃。",
    },
    undoes: { en: "The copy is stopped; the queue is empty at once.", zh: "停止拷贝，队列立即排空。" },
    parameters: z.object({
      /** Traffic of the copy as a share of the bandwidth. */
      loadRatio: z.number().min(0.1).max(2).default(1.05),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "dc_bandwidth_usage_ratio", direction: "up" },
      { metric: "dc_round_trip_duration_seconds", direction: "up" },
      { metric: "dc_transmit_bytes_total", direction: "up" },
    ],
    trips: ["DcBandwidthHigh", "DcLatencyHigh"],
    refuse: (target) =>
      target.state.detail.active === true
        ? null
        : {
            en: `${target.id} carries no traffic, so the copy would not run over it.`,
            zh: `${target.id} 未承载流量，拷贝不会经过该线路。`,
          },
  },
  {
    id: "dc.traffic_filtered",
    product: "dc",
    kind: "misconfiguration",
    title: { en: "Filter drops the traffic", zh: "访问控制误拦截" },
    does: {
      en: "A wrong filter on the edge router drops the services' packets but not BGP's: the session stays up, so nothing switches to the other line.",
      zh: "边界路由器误配访问控制，丢弃业务报文但放行 BGP：会话正常，因此不会切换到另一条线路。",
    },
    undoes: { en: "The filter is taken off.", zh: "移除访问控制。" },
    parameters: z.object({
      /** Share of the flows that the filter matches. */
      flowsRatio: z.number().min(0.05).max(1).default(1),
    }),
    risk: 3,
    durationS: { default: 180, max: 1_800 },
    moves: [
      { metric: "dc_packet_loss_ratio", direction: "up" },
      { metric: "dc_receive_bytes_total", direction: "down" },
    ],
    trips: ["DcPacketLossHigh"],
    refuse: (target) =>
      target.state.detail.active === true
        ? null
        : {
            en: `${target.id} carries no traffic that a filter could drop.`,
            zh: `${target.id} 未承载流量，无可拦截。`,
          },
  },
];
