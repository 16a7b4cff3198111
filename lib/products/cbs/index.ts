import type { Product } from "../types";
import { cbsAlarms } from "./alarms";
import { cbsFaults } from "./faults";
import { cbsMetrics } from "./metrics";

export const product: Product = {
  id: "cbs",
  title: { en: "Cloud disk (CBS)", zh: "云硬盘 CBS" },
  layer: "data",
  synonyms: ["cbs", "cloud disk", "block storage", "cloud block storage", "云硬盘", "云盘", "块存储"],
  metrics: cbsMetrics,
  faults: cbsFaults,
  alarms: cbsAlarms,
};
