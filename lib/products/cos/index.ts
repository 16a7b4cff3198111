import type { Product } from "../types";
import { cosAlarms } from "./alarms";
import { cosFaults } from "./faults";
import { cosMetrics } from "./metrics";

export const product: Product = {
  id: "cos",
  title: { en: "COS bucket", zh: "COS 存储桶" },
  layer: "data",
  synonyms: ["cos", "bucket", "object storage", "s3", "对象存储", "存储桶"],
  metrics: cosMetrics,
  faults: cosFaults,
  alarms: cosAlarms,
};
