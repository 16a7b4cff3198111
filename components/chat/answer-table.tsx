"use client";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import type { Table } from "@/lib/chat/schemas";
import { formatValue } from "@/lib/core/units";

type Row = Table["rows"][number] & { rowKey: string };

/** Rows that are shown at first: what fits beside a chart without pushing it away. */
const FIRST_ROWS = 6;

/** Numbers stand at the end when the whole column is of numbers. */
function columnOf(
  column: Table["columns"][number],
  index: number,
  { rows, columns }: Table,
): DataColumn<Row> {
  const numeric = rows.some((r) => typeof r[column.key] === "number");
  return {
    key: column.key,
    header: column.title,
    rowHeader: index === 0,
    align: numeric ? "end" : "start",
    // With few columns the name takes the room; with many, a squeezed name would break at each letter.
    grow: index === 0 && columns.length <= 3,
    sort: (row) => row[column.key] ?? null,
    cell: (row) => {
      const value = row[column.key];
      if (value === null || value === undefined) return <span className="text-unknown">–</span>;
      if (typeof value !== "number") return value;
      return column.unit === "" ? String(Number(value.toPrecision(4))) : formatValue(value, column.unit);
    },
  };
}

/** The figures of an answer, sortable; a long table is cut until the reader wants it all. */
export function AnswerTable({ table, label }: { table: Table; label: string }) {
  const t = useTranslations("chat");
  const [all, setAll] = useState(false);
  const columns = useMemo(() => table.columns.map((c, i) => columnOf(c, i, table)), [table]);
  const rows = useMemo(() => table.rows.map((row, i) => ({ ...row, rowKey: String(i) })), [table]);
  const shown = all ? rows : rows.slice(0, FIRST_ROWS);
  return (
    <div className="min-w-0 rounded-md border">
      <div className="max-h-96 overflow-y-auto">
        <DataTable label={label} columns={columns} rows={shown} rowKey={(row) => row.rowKey} />
      </div>
      {rows.length > FIRST_ROWS && (
        <div className="border-t px-2 py-1">
          <Button size="sm" variant="ghost" onClick={() => setAll(!all)}>
            {all ? t("showLess") : t("showAll", { count: rows.length })}
          </Button>
        </div>
      )}
    </div>
  );
}
