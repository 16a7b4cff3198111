import type { Product } from "../types";
import { natAlarms } from "./alarms";
import { natFaults } from "./faults";
import { natMetrics } from "./metrics";

export const product: Product = {
  id: "nat",
  title: { en: "NAT gateway", zh: "NAT 网关" },
  layer: "access",
  synonyms: ["nat", "nat gateway", "snat", "nat网关", "地址转换"],
  metrics: natMetrics,
  faults: natFaults,
  alarms: natAlarms,
};
