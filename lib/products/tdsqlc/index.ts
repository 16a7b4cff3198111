import type { Product } from "../types";
import { tdsqlcAlarms } from "./alarms";
import { tdsqlcFaults } from "./faults";
import { tdsqlcMetrics } from "./metrics";

/** A database whose compute nodes hold no data: one writer and readers over shared, log-based storage. */
export const product: Product = {
  id: "tdsqlc",
  title: { en: "TDSQL-C", zh: "TDSQL-C" },
  layer: "data",
  synonyms: ["tdsql-c", "tdsqlc", "cynosdb", "cloud native database", "云原生数据库"],
  metrics: tdsqlcMetrics,
  faults: tdsqlcFaults,
  alarms: tdsqlcAlarms,
};
