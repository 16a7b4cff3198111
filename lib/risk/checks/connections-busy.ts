import { decideAbove, type RiskCheck, WEIGHT_OF } from "../check";

/** The threshold of `lib/products/mysql`: one more pool of a redeployed service still fits. */
const USAGE_MAX = 0.8;

export const connectionsBusy: RiskCheck = {
  id: "connections-busy",
  title: { en: "Connections nearly used up", zh: "连接数将耗尽" },
  why: {
    en: "When all connections are taken, a restarted service cannot come back.",
    zh: "连接耗尽后，重启的服务无法恢复。",
  },
  advice: {
    en: "Shrink the pools, or raise max_connections with memory for it.",
    zh: "缩小连接池，或在内存允许时提高 max_connections。",
  },
  pillar: "performance",
  level: "medium",
  weight: WEIGHT_OF.medium,
  products: ["mysql"],
  // The 95th percentile, so that a drill which takes all connections for two minutes is no finding for a day.
  metric: () =>
    "max by (resource) (quantile_over_time(0.95, mysql_connections[24h])) / max by (resource) (mysql_connections_max)",
  unit: "ratio",
  decide: (input) => decideAbove(input, USAGE_MAX, "ratio"),
};
