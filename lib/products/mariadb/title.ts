import type { SqlProduct } from "../sql-metrics";

export const mariadbTitle: SqlProduct = {
  id: "mariadb",
  title: { en: "MariaDB", zh: "MariaDB " },
  alarm: "Mariadb",
};
