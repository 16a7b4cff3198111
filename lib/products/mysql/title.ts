import type { SqlProduct } from "../sql-metrics";

export const mysqlTitle: SqlProduct = {
  id: "mysql",
  title: { en: "MySQL", zh: "MySQL " },
  alarm: "Mysql",
};
