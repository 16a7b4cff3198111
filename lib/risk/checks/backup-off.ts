import { asBoolean, decideAttribute, type RiskCheck, WEIGHT_OF } from "../check";

export const backupOff: RiskCheck = {
  id: "backup-off",
  title: { en: "No backup", zh: "未开启备份" },
  why: {
    en: "Data that is deleted or broken by mistake is gone: replicas repeat the mistake.",
    zh: "误删或误改的数据无法恢复：副本会同步同样的错误。",
  },
  advice: { en: "Turn on daily backups and restore one as a test.", zh: "开启每日备份，并演练一次恢复。" },
  pillar: "reliability",
  level: "high",
  weight: WEIGHT_OF.high,
  products: ["mysql", "redis"],
  decide: (input) => decideAttribute(input, "backupEnabled", asBoolean, (enabled) => enabled, true),
};
