import type { Product } from "../types";
import { dtsAlarms } from "./alarms";
import { dtsFaults } from "./faults";
import { dtsMetrics } from "./metrics";

export const product: Product = {
  id: "dts",
  title: { en: "Data transmission (DTS)", zh: "数据传输 DTS" },
  layer: "data",
  synonyms: ["dts", "data transmission", "replication task", "data sync", "数据传输", "数据同步", "同步任务"],
  metrics: dtsMetrics,
  faults: dtsFaults,
  alarms: dtsAlarms,
};
