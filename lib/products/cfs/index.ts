import type { Product } from "../types";
import { cfsAlarms } from "./alarms";
import { cfsFaults } from "./faults";
import { cfsMetrics } from "./metrics";

export const product: Product = {
  id: "cfs",
  title: { en: "CFS file system", zh: "CFS 文件系统" },
  layer: "data",
  synonyms: ["cfs", "nfs", "file system", "file storage", "shared files", "文件存储", "文件系统"],
  metrics: cfsMetrics,
  faults: cfsFaults,
  alarms: cfsAlarms,
};
