import type { Product } from "../types";
import { mongodbAlarms } from "./alarms";
import { mongodbFaults } from "./faults";
import { mongodbMetrics } from "./metrics";

export const product: Product = {
  id: "mongodb",
  title: { en: "MongoDB", zh: "MongoDB" },
  layer: "data",
  synonyms: ["mongodb", "mongo", "document database", "文档数据库"],
  metrics: mongodbMetrics,
  faults: mongodbFaults,
  alarms: mongodbAlarms,
};
