import type { Product } from "../types";
import { dnsAlarms } from "./alarms";
import { dnsFaults } from "./faults";
import { dnsMetrics } from "./metrics";

export const product: Product = {
  id: "dns",
  title: { en: "DNS zone", zh: "DNS 域名解析" },
  layer: "access",
  synonyms: ["dns", "dnspod", "route 53", "name server", "name resolution", "域名解析", "解析"],
  metrics: dnsMetrics,
  faults: dnsFaults,
  alarms: dnsAlarms,
};
