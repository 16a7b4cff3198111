import type { Product } from "../types";
import { businessAlarms } from "./alarms";
import { businessFaults } from "./faults";
import { businessMetrics } from "./metrics";

export const product: Product = {
  id: "business",
  title: { en: "Business", zh: "业务" },
  layer: "business",
  synonyms: ["business", "scenario", "mall", "shop", "业务", "场景", "商城", "免税商城"],
  metrics: businessMetrics,
  faults: businessFaults,
  alarms: businessAlarms,
};
