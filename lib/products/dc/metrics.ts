import {
  bandwidthUsageMetric,
  packetLossMetric,
  receiveMetric,
  roundTripMetric,
  transmitMetric,
} from "../network-views";
import type { MetricDefinition } from "../types";
import { perSecond, upMetric } from "../views";

const title = { en: "Direct Connect", zh: "专线" };

export const dcMetrics: readonly MetricDefinition[] = [
  upMetric("dc", { en: "Direct Connect line", zh: "专线" }),
  {
    name: "dc_is_active",
    type: "gauge",
    unit: "",
    title: { en: "Direct Connect is active", zh: "专线承载流量" },
    help: {
      en: "1 on the line that the routes point to, else 0: both 0 means that no route is left.",
      zh: "路由指向的线路为 1，否则为 0；两条均为 0 表示没有可用路由。",
    },
    bad: "neither",
    synonyms: ["active line", "primary line", "主备", "主线路"],
  },
  {
    name: "dc_bgp_up",
    type: "gauge",
    unit: "",
    title: { en: "Direct Connect BGP session", zh: "专线 BGP 会话" },
    help: {
      en: "1 while the BGP session is established, else 0.",
      zh: "BGP 会话处于 Established 时为 1，否则为 0。",
    },
    bad: "low",
    threshold: { value: 1, reason: "Without its session a line carries no traffic." },
    synonyms: ["bgp", "bgp session", "bgp会话"],
  },
  {
    name: "dc_bgp_flaps_total",
    type: "counter",
    unit: "changes",
    title: { en: "Direct Connect BGP flaps", zh: "专线 BGP 震荡" },
    help: { en: "Times that the BGP session was lost.", zh: "BGP 会话断开的次数。" },
    bad: "high",
    synonyms: ["flaps", "bgp flaps", "震荡", "bgp震荡"],
    view: "sum by (resource) (increase(dc_bgp_flaps_total{$selector}[$window]))",
  },
  receiveMetric("dc", title, { en: "Bytes received from the other end.", zh: "从对端接收的字节数。" }),
  transmitMetric("dc", title, { en: "Bytes sent to the other end.", zh: "发往对端的字节数。" }),
  bandwidthUsageMetric("dc", title),
  packetLossMetric("dc", title, {
    en: "Share of the probes to the other end that got lost.",
    zh: "发往对端的探测报文丢失的比例。",
  }),
  roundTripMetric(
    "dc",
    title,
    {
      en: "Time of a probe to the other end and back; the view is the 99th percentile. Absent while nothing returns.",
      zh: "探测报文往返对端的时间；视图为 P99。无返回时无数据。",
    },
    {
      value: 0.03,
      reason:
        "Our choice: light needs 5 ms for 500 km there and back in fibre; 30 ms is a detour or a full line.",
    },
  ),
  {
    name: "dc_frame_errors_total",
    type: "counter",
    unit: "frames",
    title: { en: "Direct Connect frame errors", zh: "专线误码帧" },
    help: { en: "Frames whose checksum was wrong (CRC).", zh: "校验错误（CRC）的帧数。" },
    bad: "high",
    synonyms: ["crc errors", "frame errors", "errors", "误码", "crc错误", "错误"],
    view: perSecond("dc_frame_errors_total"),
    viewUnit: "frames/second",
  },
  {
    name: "dc_optical_receive_power_dbm",
    type: "gauge",
    unit: "dBm",
    title: { en: "Direct Connect received light", zh: "专线收光功率" },
    help: {
      en: "Optical power that the port receives, in decibels over a milliwatt.",
      zh: "端口接收的光功率，单位 dBm。",
    },
    bad: "low",
    threshold: {
      value: -14.4,
      reason: "IEEE 802.3ae: receiver sensitivity of 10GBASE-LR, below it bit errors exceed 1 in 10^12.",
    },
    synonyms: ["optical power", "light level", "光功率", "收光"],
  },
];
