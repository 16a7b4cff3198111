import type { Product } from "../types";
import { clbAlarms } from "./alarms";
import { clbFaults } from "./faults";
import { clbMetrics } from "./metrics";

export const product: Product = {
  id: "clb",
  title: { en: "Load balancer", zh: "负载均衡" },
  layer: "access",
  synonyms: ["clb", "load balancer", "balancer", "lb", "slb", "负载均衡"],
  metrics: clbMetrics,
  faults: clbFaults,
  alarms: clbAlarms,
};
