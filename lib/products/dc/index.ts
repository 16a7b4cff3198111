import type { Product } from "../types";
import { dcAlarms } from "./alarms";
import { dcFaults } from "./faults";
import { dcMetrics } from "./metrics";

export const product: Product = {
  id: "dc",
  title: { en: "Direct Connect", zh: "专线接入" },
  layer: "access",
  synonyms: ["dc", "direct connect", "dedicated line", "leased line", "专线", "专线接入"],
  metrics: dcMetrics,
  faults: dcFaults,
  alarms: dcAlarms,
};
