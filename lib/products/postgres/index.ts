import type { Product } from "../types";
import { postgresAlarms } from "./alarms";
import { postgresFaults } from "./faults";
import { postgresMetrics } from "./metrics";

export const product: Product = {
  id: "postgres",
  title: { en: "PostgreSQL", zh: "PostgreSQL" },
  layer: "data",
  synonyms: ["postgres", "postgresql", "pgsql", "pg"],
  metrics: postgresMetrics,
  faults: postgresFaults,
  alarms: postgresAlarms,
};
