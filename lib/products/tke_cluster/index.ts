import type { Product } from "../types";
import { tkeClusterAlarms } from "./alarms";
import { tkeClusterFaults } from "./faults";
import { tkeClusterMetrics } from "./metrics";

export const product: Product = {
  id: "tke_cluster",
  title: { en: "TKE cluster", zh: "容器集群" },
  layer: "business",
  synonyms: [
    "tke_cluster",
    "tke cluster",
    "kubernetes cluster",
    "k8s cluster",
    "control plane",
    "api server",
    "apiserver",
    "etcd",
    "scheduler",
    "容器集群",
    "kubernetes 集群",
    "k8s 集群",
    "控制面",
    "控制平面",
    "调度器",
  ],
  metrics: tkeClusterMetrics,
  faults: tkeClusterFaults,
  alarms: tkeClusterAlarms,
};
