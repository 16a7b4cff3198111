import type { SqlProduct } from "../sql-metrics";

export const postgresTitle: SqlProduct = {
  id: "postgres",
  title: { en: "PostgreSQL", zh: "PostgreSQL " },
  alarm: "Postgres",
};
