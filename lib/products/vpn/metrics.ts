import {
  bandwidthUsageMetric,
  packetLossMetric,
  packetsDroppedMetric,
  receiveMetric,
  roundTripMetric,
  transmitMetric,
} from "../network-views";
import type { MetricDefinition } from "../types";
import { perSecond, upMetric } from "../views";

const title = { en: "VPN", zh: "VPN" };

export const vpnMetrics: readonly MetricDefinition[] = [
  upMetric("vpn", { en: "VPN tunnel", zh: "VPN 隧道" }),
  {
    name: "vpn_is_active",
    type: "gauge",
    unit: "",
    title: { en: "VPN tunnel is active", zh: "VPN 隧道承载流量" },
    help: { en: "1 on the tunnel that the routes point to, else 0.", zh: "路由指向的隧道为 1，否则为 0。" },
    bad: "neither",
    synonyms: ["active tunnel", "主备", "主隧道"],
  },
  {
    name: "vpn_ike_negotiations_total",
    type: "counter",
    unit: "negotiations",
    title: { en: "VPN key negotiations", zh: "VPN 密钥协商" },
    help: {
      en: "IKE negotiations by result: ok, auth_failed (key or certificate refused), no_answer.",
      zh: "IKE 协商次数，按结果统计：ok 成功、auth_failed 密钥或证书被拒、no_answer 无应答。",
    },
    bad: "neither",
    synonyms: ["negotiations", "rekeys", "ike", "协商", "密钥协商"],
    view: perSecond("vpn_ike_negotiations_total"),
    viewUnit: "negotiations/second",
    labels: ["result"],
  },
  {
    name: "vpn_ike_failures",
    type: "gauge",
    unit: "negotiations",
    title: { en: "VPN failed negotiations", zh: "VPN 协商失败" },
    help: {
      en: "IKE negotiations that failed within the window.",
      zh: "窗口内失败的 IKE 协商次数。",
    },
    bad: "high",
    threshold: {
      value: 1,
      reason: "A sound tunnel never fails one; each is a wrong key or a peer that is away.",
    },
    synonyms: ["ike failures", "negotiation failures", "errors", "协商失败", "错误"],
    view: 'sum by (resource) (increase(vpn_ike_negotiations_total{result!="ok",$selector}[$window]))',
    derived: true,
  },
  {
    name: "vpn_tunnel_switches_total",
    type: "counter",
    unit: "switches",
    title: { en: "VPN tunnel switches", zh: "VPN 隧道切换" },
    help: { en: "Times that traffic moved to this tunnel.", zh: "流量切换到该隧道的次数。" },
    bad: "high",
    synonyms: ["switches", "failovers", "切换"],
    view: "sum by (resource) (increase(vpn_tunnel_switches_total{$selector}[$window]))",
  },
  receiveMetric("vpn", title, { en: "Bytes received through the tunnel.", zh: "经隧道接收的字节数。" }),
  transmitMetric("vpn", title, { en: "Bytes sent through the tunnel.", zh: "经隧道发送的字节数。" }),
  bandwidthUsageMetric("vpn", title),
  packetLossMetric("vpn", title, {
    en: "Share of the probes to the other end that got lost.",
    zh: "发往对端的探测报文丢失的比例。",
  }),
  packetsDroppedMetric("vpn", title, {
    en: "Packets dropped, by reason: bandwidth (over the limit), mtu (too big to pass and not to be split), tunnel (none is up).",
    zh: "丢弃的报文数，按原因统计：bandwidth 超出带宽、mtu 过大且不可分片、tunnel 无可用隧道。",
  }),
  roundTripMetric(
    "vpn",
    title,
    {
      en: "Time of a probe through the tunnel and back; the view is the 99th percentile. Absent while nothing returns.",
      zh: "探测报文经隧道往返的时间；视图为 P99。无返回时无数据。",
    },
    {
      value: 0.15,
      reason: "ITU-T G.114: up to 150 ms one way most uses are not affected; here for both ways.",
    },
  ),
  {
    name: "vpn_clock_offset_seconds",
    type: "gauge",
    unit: "seconds",
    title: { en: "VPN clock offset", zh: "VPN 时钟偏差" },
    help: {
      en: "How far the gateway's clock runs ahead of the reference time; the sign is dropped.",
      zh: "网关时钟与基准时间的偏差绝对值。",
    },
    bad: "high",
    threshold: {
      value: 1,
      reason: "Our choice: NTP keeps milliseconds; a second means that it does not run.",
    },
    synonyms: ["clock", "clock skew", "clock offset", "ntp", "时钟", "时钟偏差"],
  },
];
