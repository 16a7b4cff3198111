import type { Product } from "../types";
import { mysqlFaults } from "./faults";
import { mysqlMetrics } from "./metrics";

export const mysql: Product = {
  id: "mysql",
  title: { en: "MySQL", zh: "MySQL" },
  layer: "data",
  synonyms: ["mysql", "database", "db", "cdb", "rds", "sql", "数据库", "云数据库"],
  metrics: mysqlMetrics,
  faults: mysqlFaults,
};
