import type { Product } from "../types";
import { mysqlAlarms } from "./alarms";
import { mysqlFaults } from "./faults";
import { mysqlMetrics } from "./metrics";

export const product: Product = {
  id: "mysql",
  title: { en: "MySQL", zh: "MySQL" },
  layer: "data",
  synonyms: ["mysql", "database", "db", "cdb", "rds", "sql", "数据库", "云数据库"],
  metrics: mysqlMetrics,
  faults: mysqlFaults,
  alarms: mysqlAlarms,
};
