import type { Table } from "../schemas";

/**
 * One table out of several that name their rows by `name`: a row a name, and the columns of each table under the title of
 * what it is about, so that every figure keeps its own unit.
 */
export function mergeTables(tables: readonly Table[], titles: readonly string[]): Table {
  const named = tables.flatMap((table) => table.columns.filter((c) => c.key === "name")).slice(0, 1);
  const columns = tables.flatMap((table, i) =>
    table.columns
      .filter((c) => c.key !== "name")
      .map((c) => ({
        ...c,
        key: `${c.key}${i}`,
        title: c.key === "value" ? (titles[i] ?? c.title) : `${titles[i] ?? ""} · ${c.title}`,
      })),
  );
  const rows = new Map<string, Table["rows"][number]>();
  for (const [i, table] of tables.entries())
    for (const { name, ...figures } of table.rows) {
      const key = String(name);
      const row = rows.get(key) ?? { name: key };
      for (const [column, value] of Object.entries(figures)) row[`${column}${i}`] = value;
      rows.set(key, row);
    }
  return { columns: [...named, ...columns], rows: [...rows.values()] };
}
