import type { Product } from "../types";
import { wafAlarms } from "./alarms";
import { wafFaults } from "./faults";
import { wafMetrics } from "./metrics";

export const product: Product = {
  id: "waf",
  title: { en: "Web application firewall", zh: "Web 应用防火墙" },
  layer: "access",
  synonyms: ["waf", "web application firewall", "application firewall", "应用防火墙", "防火墙"],
  metrics: wafMetrics,
  faults: wafFaults,
  alarms: wafAlarms,
};
