import type { Product } from "../types";
import { apigwAlarms } from "./alarms";
import { apigwFaults } from "./faults";
import { apigwMetrics } from "./metrics";

export const product: Product = {
  id: "apigw",
  title: { en: "API gateway", zh: "API 网关" },
  layer: "access",
  synonyms: ["apigw", "api gateway", "kong", "apisix", "api网关"],
  metrics: apigwMetrics,
  faults: apigwFaults,
  alarms: apigwAlarms,
};
