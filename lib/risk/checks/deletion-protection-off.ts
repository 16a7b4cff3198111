import { asBoolean, decideAttribute, type RiskCheck, WEIGHT_OF } from "../check";

export const deletionProtectionOff: RiskCheck = {
  id: "deletion-protection-off",
  title: { en: "Deletion protection is off", zh: "未开启删除保护" },
  why: {
    en: "One wrong click or script removes the instance.",
    zh: "一次误操作或脚本错误即可删除实例。",
  },
  advice: { en: "Turn on deletion protection.", zh: "开启删除保护。" },
  pillar: "security",
  level: "medium",
  weight: WEIGHT_OF.medium,
  products: ["clb", "cvm", "mysql", "redis", "ckafka"],
  decide: (input) => decideAttribute(input, "deletionProtection", asBoolean, (on) => on, true),
};
