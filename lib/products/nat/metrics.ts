import {
  bandwidthUsageMetric,
  packetsDroppedMetric,
  receiveMetric,
  roundTripMetric,
  transmitMetric,
} from "../network-views";
import type { MetricDefinition } from "../types";
import { perSecond, rateOver, upMetric } from "../views";

const title = { en: "NAT", zh: "NAT" };

export const natMetrics: readonly MetricDefinition[] = [
  upMetric("nat", { en: "NAT gateway", zh: "NAT 网关" }),
  {
    name: "nat_connections_active",
    type: "gauge",
    unit: "connections",
    title: { en: "NAT connections", zh: "NAT 连接数" },
    help: {
      en: "Translated connections, those that are closed and wait for late packets included.",
      zh: "转换中的连接数，含已关闭、等待迟到报文的连接。",
    },
    bad: "high",
    synonyms: ["connections", "active connections", "sessions", "连接", "连接数", "并发连接"],
  },
  {
    name: "nat_connections_opened_total",
    type: "counter",
    unit: "connections",
    title: { en: "NAT new connections", zh: "NAT 新建连接" },
    help: { en: "Connections opened towards the outside.", zh: "向外新建的连接数。" },
    bad: "neither",
    synonyms: ["new connections", "connection rate", "新建连接", "新建连接数"],
    view: perSecond("nat_connections_opened_total"),
    viewUnit: "connections/second",
  },
  {
    name: "nat_connections_failed_total",
    type: "counter",
    unit: "connections",
    title: { en: "NAT failed connections", zh: "NAT 失败连接" },
    help: {
      en: "Connections that could not be opened, by reason: no_port (every source port towards that address is taken), no_rule, unreachable.",
      zh: "未能建立的连接数，按原因统计：no_port 源端口耗尽、no_rule 无转换规则、unreachable 网关不可用。",
    },
    bad: "high",
    synonyms: ["failed connections", "port allocation errors", "errors", "失败连接", "端口分配失败", "错误"],
    view: perSecond("nat_connections_failed_total"),
    viewUnit: "connections/second",
    labels: ["reason"],
  },
  {
    name: "nat_failure_ratio",
    type: "gauge",
    unit: "ratio",
    title: { en: "NAT connection failure rate", zh: "NAT 连接失败率" },
    help: { en: "Failed connections over attempted ones.", zh: "失败连接占尝试连接的比例。" },
    bad: "high",
    threshold: {
      value: 0.01,
      reason: "Our choice: a client tries again once, so one in a hundred is hidden.",
    },
    synonyms: ["error rate", "failure rate", "错误率", "失败率", "连接失败率"],
    view: rateOver("nat_connections_failed_total", "nat_connections_opened_total"),
    derived: true,
  },
  {
    name: "nat_port_usage_ratio",
    type: "gauge",
    unit: "ratio",
    title: { en: "NAT port usage", zh: "NAT 端口使用率" },
    help: {
      en: "Source ports in use as a share of those that its addresses have towards the busiest destination.",
      zh: "面向最繁忙目的地址，已用源端口占可用源端口的比例。",
    },
    bad: "high",
    threshold: {
      value: 0.8,
      reason: "Our choice: an added address doubles the ports within minutes, if one is told in time.",
    },
    synonyms: ["ports", "port usage", "snat ports", "端口", "端口使用率", "snat端口"],
  },
  receiveMetric("nat", title, { en: "Bytes from the outside.", zh: "来自外部的字节数。" }),
  transmitMetric("nat", title, { en: "Bytes to the outside.", zh: "发往外部的字节数。" }),
  bandwidthUsageMetric("nat", title),
  packetsDroppedMetric("nat", title, {
    en: "Packets dropped, by reason: bandwidth (over the limit), loss (on the way).",
    zh: "丢弃的报文数，按原因统计：bandwidth 超出带宽、loss 途中丢失。",
  }),
  roundTripMetric(
    "nat",
    title,
    {
      en: "Time of a TCP handshake with the outside, its retransmissions included; the view is the 99th percentile.",
      zh: "与外部完成 TCP 握手的时间，含重传；视图为 P99。",
    },
    {
      value: 0.5,
      reason: "RFC 6298: the first retransmission comes after a second, so half of one means loss.",
    },
  ),
];
