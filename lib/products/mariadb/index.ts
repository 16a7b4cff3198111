import type { Product } from "../types";
import { mariadbAlarms } from "./alarms";
import { mariadbFaults } from "./faults";
import { mariadbMetrics } from "./metrics";

/**
 * A Galera cluster behind a proxy: every node has all rows and certifies every write, the proxy sends writes to one node
 * and spreads reads over those that are synced.
 */
export const product: Product = {
  id: "mariadb",
  title: { en: "MariaDB", zh: "MariaDB" },
  layer: "data",
  synonyms: ["mariadb", "maria", "galera"],
  metrics: mariadbMetrics,
  faults: mariadbFaults,
  alarms: mariadbAlarms,
};
