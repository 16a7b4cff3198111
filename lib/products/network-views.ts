import type { MetricDefinition, Text } from "./types";
import { p99, perSecond } from "./views";

/** Bounds for a packet's way there and back, in seconds: within a city, across the country, around the world. */
export const ROUND_TRIP_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.5, 1] as const;

const zhSpaced = ({ zh }: Text): string => (/[A-Za-z]$/.test(zh) ? `${zh} ` : zh);

/** Bytes that enter, seen from the resource. */
export function receiveMetric(product: string, title: Text, help: Text): MetricDefinition {
  return {
    name: `${product}_receive_bytes_total`,
    type: "counter",
    unit: "bytes",
    title: { en: `${title.en} inbound traffic`, zh: `${zhSpaced(title)}入流量` },
    help,
    bad: "neither",
    synonyms: ["inbound", "ingress", "inbound bandwidth", "入流量", "入带宽"],
    view: perSecond(`${product}_receive_bytes_total`),
    viewUnit: "bytes/second",
  };
}

/** Bytes that leave, seen from the resource. */
export function transmitMetric(product: string, title: Text, help: Text): MetricDefinition {
  return {
    name: `${product}_transmit_bytes_total`,
    type: "counter",
    unit: "bytes",
    title: { en: `${title.en} outbound traffic`, zh: `${zhSpaced(title)}出流量` },
    help,
    bad: "neither",
    synonyms: ["outbound", "egress", "bandwidth", "outbound bandwidth", "出流量", "出带宽", "带宽"],
    view: perSecond(`${product}_transmit_bytes_total`),
    viewUnit: "bytes/second",
  };
}

/** Traffic over what was bought, the busier direction. */
export function bandwidthUsageMetric(product: string, title: Text): MetricDefinition {
  return {
    name: `${product}_bandwidth_usage_ratio`,
    type: "gauge",
    unit: "ratio",
    title: { en: `${title.en} bandwidth usage`, zh: `${zhSpaced(title)}带宽使用率` },
    help: {
      en: "Traffic of the busier direction as a share of the bandwidth that was bought.",
      zh: "较忙方向的流量占所购带宽的比例。",
    },
    bad: "high",
    threshold: {
      value: 0.8,
      reason:
        "Our choice: traffic bursts to a quarter above its 5-second mean, and past 1 packets are dropped.",
    },
    synonyms: [
      "bandwidth usage",
      "bandwidth utilisation",
      "bandwidth utilization",
      "带宽使用率",
      "带宽利用率",
    ],
  };
}

/** When the served certificate ends, and how long that is from now. */
export function certificateMetrics(product: string, title: Text): readonly MetricDefinition[] {
  const name = `${product}_certificate_expiry_timestamp_seconds`;
  return [
    {
      name,
      type: "gauge",
      unit: "seconds",
      title: { en: `${title.en} certificate end`, zh: `${zhSpaced(title)}证书到期时刻` },
      help: {
        en: "Unix time at which the certificate that it serves ends.",
        zh: "当前所用证书到期的 Unix 时间。",
      },
      bad: "neither",
      synonyms: ["certificate end", "not after", "证书到期时刻"],
    },
    {
      name: `${product}_certificate_remaining_seconds`,
      type: "gauge",
      unit: "seconds",
      title: { en: `${title.en} certificate time left`, zh: `${zhSpaced(title)}证书剩余时间` },
      help: {
        en: "Time until the certificate ends; below zero browsers refuse it.",
        zh: "距证书到期的时间；小于零时浏览器拒绝连接。",
      },
      bad: "low",
      threshold: {
        value: 30 * 86_400,
        reason: "Let's Encrypt advises to renew 30 days before the end: time for several tries.",
      },
      synonyms: ["certificate", "certificate expiry", "cert", "tls", "证书", "证书有效期", "证书到期"],
      view: `min by (resource) (${name}{$selector}) - time()`,
      derived: true,
    },
  ];
}

/** Time from a packet to the answer of the other end, as probes measure it. */
export function roundTripMetric(
  product: string,
  title: Text,
  help: Text,
  threshold: { value: number; reason: string },
): MetricDefinition {
  const name = `${product}_round_trip_duration_seconds`;
  return {
    name,
    type: "histogram",
    unit: "seconds",
    title: { en: `${title.en} round trip`, zh: `${zhSpaced(title)}往返时延` },
    help,
    bad: "high",
    threshold,
    synonyms: ["latency", "round trip", "rtt", "delay", "ping", "延迟", "时延", "往返时延"],
    view: p99(name),
    buckets: ROUND_TRIP_BUCKETS,
  };
}

/** Lost share of the packets, as probes measure it. */
export function packetLossMetric(product: string, title: Text, help: Text): MetricDefinition {
  return {
    name: `${product}_packet_loss_ratio`,
    type: "gauge",
    unit: "ratio",
    title: { en: `${title.en} packet loss`, zh: `${zhSpaced(title)}丢包率` },
    help,
    bad: "high",
    threshold: {
      value: 0.01,
      reason:
        "Mathis 1997: TCP throughput falls with 1/sqrt(loss); at 1 % a flow over 30 ms gets about 5 Mbit/s.",
    },
    synonyms: ["packet loss", "loss", "lost packets", "丢包", "丢包率"],
  };
}

/** Packets that it dropped, by reason. */
export function packetsDroppedMetric(product: string, title: Text, help: Text): MetricDefinition {
  return {
    name: `${product}_packets_dropped_total`,
    type: "counter",
    unit: "packets",
    title: { en: `${title.en} dropped packets`, zh: `${zhSpaced(title)}丢弃包` },
    help,
    bad: "high",
    synonyms: ["drops", "dropped packets", "packet drops", "丢弃包", "丢弃包数"],
    view: perSecond(`${product}_packets_dropped_total`),
    viewUnit: "packets/second",
    labels: ["reason"],
  };
}
