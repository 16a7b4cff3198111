import type { Product } from "../types";
import { tkeAlarms } from "./alarms";
import { tkeFaults } from "./faults";
import { tkeMetrics } from "./metrics";

export const product: Product = {
  id: "tke",
  title: { en: "TKE workload", zh: "容器工作负载" },
  layer: "business",
  synonyms: [
    "tke",
    "workload",
    "kubernetes",
    "k8s",
    "container",
    "service",
    "pod",
    "容器",
    "工作负载",
    "容器服务",
    "微服务",
    "服务",
  ],
  metrics: tkeMetrics,
  faults: tkeFaults,
  alarms: tkeAlarms,
};
