import { asCount, decideAttribute, type RiskCheck, WEIGHT_OF } from "../check";

export const singleZone: RiskCheck = {
  id: "single-zone",
  title: { en: "In one zone only", zh: "仅部署在一个可用区" },
  why: {
    en: "When the zone is lost, all nodes are lost with it.",
    zh: "可用区故障时，全部节点同时丢失。",
  },
  advice: {
    en: "Spread the nodes over two zones; give a balancer a standby zone.",
    zh: "将节点分布到两个可用区；为负载均衡配置备可用区。",
  },
  pillar: "reliability",
  level: "high",
  weight: WEIGHT_OF.high,
  products: ["clb", "mysql", "redis", "ckafka", "tke"],
  decide: (input) => decideAttribute(input, "zones", asCount, (zones) => zones >= 2, 2),
};
