import type { Product } from "../types";
import { cvmAlarms } from "./alarms";
import { cvmFaults } from "./faults";
import { cvmMetrics } from "./metrics";

export const product: Product = {
  id: "cvm",
  title: { en: "CVM", zh: "云服务器" },
  layer: "business",
  synonyms: [
    "cvm",
    "server",
    "vm",
    "node",
    "host",
    "machine",
    "云服务器",
    "服务器",
    "节点",
    "主机",
    "虚拟机",
  ],
  metrics: cvmMetrics,
  faults: cvmFaults,
  alarms: cvmAlarms,
};
