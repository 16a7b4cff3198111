import type { Product } from "../types";
import { cdnAlarms } from "./alarms";
import { cdnFaults } from "./faults";
import { cdnMetrics } from "./metrics";

export const product: Product = {
  id: "cdn",
  title: { en: "CDN domain", zh: "CDN 加速域名" },
  layer: "access",
  synonyms: ["cdn", "content delivery", "edge", "edgeone", "cloudfront", "内容分发", "加速域名"],
  metrics: cdnMetrics,
  faults: cdnFaults,
  alarms: cdnAlarms,
};
