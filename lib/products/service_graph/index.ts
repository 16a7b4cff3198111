import type { Product } from "../types";
import { serviceGraphMetrics } from "./metrics";

/** Calls between services, as OpenTelemetry's service graph connector and Tempo count them. */
export const product: Product = {
  id: "service_graph",
  title: { en: "Calls between services", zh: "服务调用" },
  layer: null,
  synonyms: ["service graph", "call graph", "calls between", "调用链路", "服务调用", "调用关系"],
  metrics: serviceGraphMetrics,
  faults: [],
  alarms: [],
};
