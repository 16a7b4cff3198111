import { asNumber, decideAttribute, type RiskCheck, WEIGHT_OF } from "../check";

export const noStandby: RiskCheck = {
  id: "no-standby",
  title: { en: "No standby node", zh: "没有备节点" },
  why: {
    en: "When the only node fails, nobody takes over: the service is away until it is repaired.",
    zh: "唯一节点故障时无人接管，服务中断直到修复。",
  },
  advice: { en: "Add a replica, in another zone.", zh: "在另一可用区增加副本。" },
  pillar: "reliability",
  level: "high",
  weight: WEIGHT_OF.high,
  products: ["mysql", "redis", "ckafka", "tke"],
  decide: (input) => decideAttribute(input, "replicas", asNumber, (replicas) => replicas >= 2, 2),
};
