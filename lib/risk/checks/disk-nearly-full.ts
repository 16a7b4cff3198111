import { decideAbove, type RiskCheck, WEIGHT_OF } from "../check";

/** Our choice, below the alarm's limit of 0.85: a risk should be mended before it becomes an alarm. */
const USAGE_MAX = 0.8;

export const diskNearlyFull: RiskCheck = {
  id: "disk-nearly-full",
  title: { en: "Disk nearly full", zh: "磁盘将满" },
  why: {
    en: "A database whose disk is full stops accepting writes, and needs room to be repaired.",
    zh: "磁盘写满后数据库停止写入，修复也需要空间。",
  },
  advice: { en: "Enlarge the volume, or delete and archive old data.", zh: "扩容磁盘，或清理、归档旧数据。" },
  pillar: "reliability",
  level: "high",
  weight: WEIGHT_OF.high,
  products: ["mysql"],
  metric: (product) => `max by (resource) (${product}_disk_usage_ratio)`,
  unit: "ratio",
  decide: (input) => decideAbove(input, USAGE_MAX, "ratio"),
};
