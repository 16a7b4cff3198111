"use client";
import {
  createSortedRowModel,
  type ColumnDef,
  rowSortingFeature,
  type SortFn,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { ArrowDown, ArrowUp } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { classNames } from "./class-names";
import { ScrollRegion } from "./scroll-region";

export interface DataColumn<Row> {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Makes the column sortable; null sorts last, whichever the direction. */
  sort?: (row: Row) => number | string | null;
  /** Numbers stand at the end, so that digits line up. */
  align?: "start" | "end";
  /** The cell that names the row. */
  rowHeader?: boolean;
  /** Left out under 640 px. */
  wideOnly?: boolean;
  /** Takes the room that the others leave. */
  grow?: boolean;
}

export interface DataTableProps<Row> {
  /** Names the table for screen readers. */
  label: string;
  columns: readonly DataColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Order at first; absent: the order of `rows`. */
  sortBy?: { key: string; descending: boolean };
}

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });
type Features = typeof features;

/** A dense table: sortable headers, tabular figures, sideways scrolling where the room is short. */
export function DataTable<Row extends object>({ label, columns, rows, rowKey, sortBy }: DataTableProps<Row>) {
  const definitions = useMemo(() => columns.map((column) => definitionOf(column)), [columns]);
  const byKey = useMemo(() => new Map(columns.map((column) => [column.key, column])), [columns]);
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: rowKey,
    enableSortingRemoval: false,
    enableMultiSort: false,
    initialState: { sorting: sortBy ? [{ id: sortBy.key, desc: sortBy.descending }] : [] },
  });

  return (
    <ScrollRegion label={label}>
      <table className="w-full border-collapse text-left">
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id} className="border-b">
              {group.headers.map(({ column: header }) => {
                const column = byKey.get(header.id);
                if (!column) return null;
                const sorted = header.getIsSorted();
                return (
                  <th
                    key={header.id}
                    scope="col"
                    aria-sort={sorted ? (sorted === "asc" ? "ascending" : "descending") : undefined}
                    className={classNames(
                      "h-8 text-sm font-medium whitespace-nowrap text-faint",
                      cellClass(column),
                    )}
                  >
                    {column.sort ? (
                      <button
                        type="button"
                        onClick={() => header.toggleSorting()}
                        className={classNames(
                          "inline-flex min-h-6 items-center gap-1 hover:text-fg",
                          column.align === "end" && "flex-row-reverse",
                          sorted && "text-fg",
                        )}
                      >
                        {column.header}
                        <SortMark sorted={sorted} />
                      </button>
                    ) : (
                      column.header
                    )}
                  </th>
                );
              })}
            </tr>
          ))}
        </thead>
        <tbody>
          {table.getRowModel().rows.map((row) => (
            <tr key={row.id} className="border-b last:border-b-0 hover:bg-raised/60">
              {columns.map((column) => {
                const Cell = column.rowHeader ? "th" : "td";
                return (
                  <Cell
                    key={column.key}
                    {...(column.rowHeader ? { scope: "row" } : {})}
                    className={classNames("h-9 py-1 font-normal", cellClass(column))}
                  >
                    {column.cell(row.original)}
                  </Cell>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function SortMark({ sorted }: { sorted: false | "asc" | "desc" }) {
  if (!sorted) return null;
  const Icon = sorted === "asc" ? ArrowUp : ArrowDown;
  return <Icon className="size-3" aria-hidden />;
}

function cellClass<Row>(column: DataColumn<Row>): string {
  return classNames(
    "px-2 first:pl-3 last:pr-3",
    column.align === "end" && "text-right",
    column.wideOnly && "max-sm:hidden",
    column.grow ? "w-full" : "whitespace-nowrap",
  );
}

function definitionOf<Row extends object>(column: DataColumn<Row>): ColumnDef<Features, Row> {
  const { sort } = column;
  const compare: SortFn<Features, Row> = (a, b, id) => compareValues(a.getValue(id), b.getValue(id));
  return {
    id: column.key,
    // Undefined, not null, is what the table keeps last in both directions.
    accessorFn: (row) => sort?.(row) ?? undefined,
    enableSorting: sort !== undefined,
    sortUndefined: "last",
    sortFn: compare,
  };
}

function compareValues(a: unknown, b: unknown): number {
  return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
}
