import type { MetricDefinition, Text } from "./types";

/** Rate of a counter, by resource. */
export const perSecond = (name: string): string => `sum by (resource) (rate(${name}{$selector}[$window]))`;

/** 99th percentile of a histogram, by resource: the usual objective for the slow end of latency. */
export const p99 = (name: string): string =>
  `histogram_quantile(0.99, sum by (resource, le) (rate(${name}_bucket{$selector}[$window])))`;

/** Share of the events that carry `match`, by resource. No events, no value: unknown is not zero. */
export const share = (name: string, match: string): string =>
  `sum by (resource) (rate(${name}{${match},$selector}[$window])) / sum by (resource) (rate(${name}{$selector}[$window]))`;

/** Rate of one counter over the rate of another, by resource. */
export const rateOver = (part: string, whole: string): string => `${perSecond(part)} / ${perSecond(whole)}`;

/**
 * Bounds for what a person waits for, in seconds. The steps of client_golang's `DefBuckets` (.005 to 10) without its
 * finest, which no page view meets.
 */
export const REQUEST_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;
/** The same steps one decade finer, for a query or a command inside a data centre. */
export const CALL_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1] as const;

/** Wider apart, for the calls between two services: an edge tells where time goes, not how it is spread. */
export const EDGE_BUCKETS = [0.001, 0.005, 0.025, 0.1, 0.25, 1, 2.5] as const;

/** Whether a product's resource answers: 1 or 0. */
export function upMetric(product: string, title: Text): MetricDefinition {
  return {
    name: `${product}_up`,
    type: "gauge",
    unit: "",
    title: { en: `${title.en} up`, zh: `${title.zh}存活` },
    help: { en: "1 while it answers health checks, else 0.", zh: "健康检查有应答时为 1，否则为 0。" },
    bad: "low",
    threshold: { value: 1, reason: "Anything below 1 is an instance that does not answer." },
    synonyms: ["up", "alive", "health", "存活", "健康", "可用"],
  };
}

/** Busy share of the processor, by resource. */
export function cpuMetric(product: string, title: Text): MetricDefinition {
  return {
    name: `${product}_cpu_usage_ratio`,
    type: "gauge",
    unit: "ratio",
    title: { en: `${title.en} CPU usage`, zh: `${title.zh.trimEnd()} CPU 使用率` },
    help: { en: "Busy share of the processor cores it owns.", zh: "所属处理器核的忙碌比例。" },
    bad: "high",
    threshold: {
      value: 0.8,
      reason:
        "Waiting time grows as 1/(1-utilisation): at 0.8 a request already waits four times as long as it works.",
    },
    synonyms: ["cpu", "processor", "cpu usage", "处理器", "cpu使用率", "cpu 使用率", "算力"],
  };
}

export function memoryMetric(product: string, title: Text): MetricDefinition {
  return {
    name: `${product}_memory_usage_ratio`,
    type: "gauge",
    unit: "ratio",
    title: { en: `${title.en} memory usage`, zh: `${title.zh}内存使用率` },
    help: { en: "Used share of the memory it owns.", zh: "所属内存的已用比例。" },
    bad: "high",
    threshold: {
      value: 0.9,
      reason: "Our choice: the last tenth is what a burst needs before the kernel kills a process.",
    },
    synonyms: ["memory", "ram", "mem", "memory usage", "内存", "内存使用率"],
  };
}

export function diskMetric(product: string, title: Text): MetricDefinition {
  return {
    name: `${product}_disk_usage_ratio`,
    type: "gauge",
    unit: "ratio",
    title: { en: `${title.en} disk usage`, zh: `${title.zh}磁盘使用率` },
    help: { en: "Used share of its data volume.", zh: "数据盘的已用比例。" },
    bad: "high",
    threshold: {
      value: 0.85,
      reason: "Our choice: leaves days, not hours, to enlarge a volume at ordinary growth.",
    },
    synonyms: ["disk", "storage", "disk usage", "磁盘", "存储", "磁盘使用率"],
  };
}
