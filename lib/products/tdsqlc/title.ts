import type { SqlProduct } from "../sql-metrics";

export const tdsqlcTitle: SqlProduct = {
  id: "tdsqlc",
  title: { en: "TDSQL-C", zh: "TDSQL-C " },
  alarm: "Tdsqlc",
};
