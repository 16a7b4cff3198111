import { decideAbove, type RiskCheck, WEIGHT_OF } from "../check";

/**
 * Of the last day, the busiest 5 % left out. Our choice: at 0.7 a request waits 2.3 times as long as it works
 * (1/(1-utilisation)), and half as much traffic again would saturate it.
 */
const USAGE_MAX = 0.7;

export const cpuBusy: RiskCheck = {
  id: "cpu-busy",
  title: { en: "CPU without reserve", zh: "CPU 余量不足" },
  why: {
    en: "It is busy in ordinary times already: a promotion, or the loss of a node, saturates it.",
    zh: "平时已经繁忙：大促或节点故障时将饱和。",
  },
  advice: { en: "Add nodes or cores before the next event.", zh: "在下次活动前扩容。" },
  pillar: "performance",
  level: "medium",
  weight: WEIGHT_OF.medium,
  products: ["tke", "cvm", "mysql", "redis", "ckafka"],
  metric: (product) => `max by (resource) (quantile_over_time(0.95, ${product}_cpu_usage_ratio[24h]))`,
  unit: "ratio",
  decide: (input) => decideAbove(input, USAGE_MAX, "ratio"),
};
