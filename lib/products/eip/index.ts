import type { Product } from "../types";
import { eipAlarms } from "./alarms";
import { eipFaults } from "./faults";
import { eipMetrics } from "./metrics";

export const product: Product = {
  id: "eip",
  title: { en: "Elastic IP", zh: "弹性公网 IP" },
  layer: "access",
  synonyms: ["eip", "elastic ip", "public ip", "bandwidth package", "弹性ip", "公网ip", "弹性公网", "带宽包"],
  metrics: eipMetrics,
  faults: eipFaults,
  alarms: eipAlarms,
};
