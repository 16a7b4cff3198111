import { decideAbove, type RiskCheck, WEIGHT_OF } from "../check";

/** The threshold of `lib/products/mysql`: past it a shopper no longer finds the order just placed. */
const LAG_S_MAX = 10;

export const replicaBehind: RiskCheck = {
  id: "replica-behind",
  title: { en: "Replica falls behind", zh: "从节点经常延迟" },
  why: {
    en: "What the replica has not yet replayed is lost, or has to be waited for, at a failover.",
    zh: "故障切换时，未回放的数据会丢失或需要等待。",
  },
  advice: {
    en: "Split large transactions; give the replica the size of the primary.",
    zh: "拆分大事务；从节点与主节点同规格。",
  },
  pillar: "reliability",
  level: "medium",
  weight: WEIGHT_OF.medium,
  products: ["mysql"],
  metric: () => "max by (resource) (quantile_over_time(0.95, mysql_replication_lag_seconds[24h]))",
  unit: "seconds",
  decide: (input) => decideAbove(input, LAG_S_MAX, "seconds"),
};
