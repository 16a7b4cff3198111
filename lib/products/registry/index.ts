import type { Product } from "../types";
import { registryAlarms } from "./alarms";
import { registryFaults } from "./faults";
import { registryMetrics } from "./metrics";

export const product: Product = {
  id: "registry",
  title: { en: "Service registry", zh: "服务注册中心" },
  layer: "middleware",
  synonyms: ["registry", "service registry", "zookeeper", "nacos", "zk", "注册中心", "服务发现"],
  metrics: registryMetrics,
  faults: registryFaults,
  alarms: registryAlarms,
};
