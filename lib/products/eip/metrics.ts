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

const title = { en: "EIP", zh: "EIP" };

export const eipMetrics: readonly MetricDefinition[] = [
  upMetric("eip", { en: "Elastic IP", zh: "弹性公网 IP " }),
  receiveMetric("eip", title, {
    en: "Bytes that arrived for the address and were let through.",
    zh: "到达该地址并被放行的字节数。",
  }),
  transmitMetric("eip", title, { en: "Bytes sent from the address.", zh: "从该地址发出的字节数。" }),
  {
    name: "eip_bandwidth_limit_bytes",
    type: "gauge",
    unit: "bytes",
    title: { en: "EIP bandwidth limit", zh: "EIP 带宽上限" },
    help: {
      en: "Bytes a second that the address may send: its own limit, or that of its bandwidth package.",
      zh: "该地址每秒可发送的字节数：自身上限，或所属带宽包的上限。",
    },
    bad: "neither",
    synonyms: ["bandwidth limit", "带宽上限"],
  },
  bandwidthUsageMetric("eip", title),
  packetsDroppedMetric("eip", title, {
    en: "Packets dropped, by reason: bandwidth (over the limit), cleaning (taken for an attack), blackhole (the address is blocked), unbound (no resource behind it).",
    zh: "丢弃的报文数，按原因统计：bandwidth 超出带宽、cleaning 清洗、blackhole 封堵、unbound 未绑定资源。",
  }),
  packetLossMetric("eip", title, {
    en: "Share of the customers' packets that got lost at the address, by probes from outside.",
    zh: "外部拨测所见，用户报文在该地址丢失的比例。",
  }),
  roundTripMetric(
    "eip",
    title,
    {
      en: "Time of a TCP handshake with a probe outside; the view is the 99th percentile. Absent while none succeeds.",
      zh: "与外部拨测点完成 TCP 握手的时间；视图为 P99。全部失败时无数据。",
    },
    { value: 0.2, reason: "Our choice: across the country it is 30 to 60 ms; 200 ms is a queue or a loss." },
  ),
  {
    name: "eip_attack_bytes_total",
    type: "counter",
    unit: "bytes",
    title: { en: "EIP attack traffic", zh: "EIP 攻击流量" },
    help: {
      en: "Bytes towards the address that were taken for a DDoS attack.",
      zh: "发往该地址、被判定为 DDoS 攻击的字节数。",
    },
    bad: "high",
    threshold: {
      value: 12_500_000,
      reason: "Our choice: 100 Mbit/s, above what scanners send and below what protection must clean.",
    },
    synonyms: ["attack", "ddos", "attack traffic", "攻击", "攻击流量"],
    view: perSecond("eip_attack_bytes_total"),
    viewUnit: "bytes/second",
  },
  {
    name: "eip_blocked",
    type: "gauge",
    unit: "",
    title: { en: "EIP is blocked", zh: "EIP 封堵" },
    help: {
      en: "1 while the carrier drops all traffic for the address because of an attack, else 0.",
      zh: "因攻击被运营商丢弃全部流量时为 1，否则为 0。",
    },
    bad: "high",
    threshold: { value: 1, reason: "A blocked address serves nobody." },
    synonyms: ["blocked", "black hole", "blackhole", "封堵", "黑洞"],
  },
  {
    name: "eip_connections_opened_total",
    type: "counter",
    unit: "connections",
    title: { en: "EIP new connections", zh: "EIP 新建连接" },
    help: { en: "Connections of customers that were let in.", zh: "放行的用户新建连接数。" },
    bad: "neither",
    synonyms: ["new connections", "connection rate", "新建连接", "新建连接数"],
    view: perSecond("eip_connections_opened_total"),
    viewUnit: "connections/second",
  },
];
