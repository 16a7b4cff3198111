import type { Product } from "../types";
import { scfAlarms } from "./alarms";
import { scfFaults } from "./faults";
import { scfMetrics } from "./metrics";

export const product: Product = {
  id: "scf",
  title: { en: "Serverless function", zh: "云函数" },
  layer: "business",
  synonyms: [
    "scf",
    "function",
    "functions",
    "serverless",
    "lambda",
    "faas",
    "云函数",
    "函数",
    "无服务器",
    "函数计算",
  ],
  metrics: scfMetrics,
  faults: scfFaults,
  alarms: scfAlarms,
};
