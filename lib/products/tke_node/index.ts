import type { Product } from "../types";
import { tkeNodeAlarms } from "./alarms";
import { tkeNodeFaults } from "./faults";
import { tkeNodeMetrics } from "./metrics";

export const product: Product = {
  id: "tke_node",
  title: { en: "TKE node", zh: "容器节点" },
  layer: "business",
  synonyms: [
    "tke_node",
    "tke node",
    "kubernetes node",
    "k8s node",
    "worker node",
    "kubelet",
    "容器节点",
    "kubernetes 节点",
    "k8s 节点",
    "工作节点",
  ],
  metrics: tkeNodeMetrics,
  faults: tkeNodeFaults,
  alarms: tkeNodeAlarms,
};
