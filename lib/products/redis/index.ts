import type { Product } from "../types";
import { redisAlarms } from "./alarms";
import { redisFaults } from "./faults";
import { redisMetrics } from "./metrics";

export const product: Product = {
  id: "redis",
  title: { en: "Redis", zh: "Redis" },
  layer: "middleware",
  synonyms: ["redis", "cache", "缓存", "云缓存"],
  metrics: redisMetrics,
  faults: redisFaults,
  alarms: redisAlarms,
};
