"use client";
import { useQueries } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { memo, useEffect, useMemo, useRef } from "react";
import { useTimeHref } from "@/components/shell/use-time-href";
import { classNames } from "@/components/ui/class-names";
import { PanelError } from "@/components/ui/panel-states";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { Skeleton } from "@/components/ui/skeleton";
import type { ResourceView } from "@/lib/resources/schemas";
import { type ResourceColumn, resourceColumns } from "./resource-columns";
import { PAGE_ROWS, resourcePageHref, resourceQueries } from "./resource-queries";
import type { ResourceFilterControl } from "./use-resource-filter";

const ROW_PX = 36;
/** Rows beyond the edges, so that scrolling shows no white. */
const OVERSCAN = 12;
const FROM = { sm: "max-sm:hidden", xl: "max-xl:hidden", "2xl": "max-2xl:hidden" } as const;

/** All resources that fit, drawn only where they can be seen and fetched by page as they come into sight. */
export function ResourceTable({ filter, total }: { filter: ResourceFilterControl; total: number }) {
  const t = useTranslations("resources");
  const locale = useLocale();
  // As text: a row is drawn anew only when its columns are others, and the table is at each step of a scroll.
  const carried = useTimeHref()("");
  const columns = useMemo(() => {
    const local = (en: string, zh: string): string => (locale === "zh" ? zh : en);
    return resourceColumns(t, local, (id) => `${resourcePageHref(id)}${carried}`);
  }, [t, locale, carried]);
  const box = useRef<HTMLElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- it is drawn anew at each scroll, which is what it is for
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
    // The first screen is drawn on the server too.
    initialRect: { width: 1_000, height: 700 },
  });
  const items = virtualizer.getVirtualItems();
  const [first, last] = [items[0], items.at(-1)];
  const { rowAt, error, retry } = usePages(filter, first?.index ?? 0, last?.index ?? 0);

  // Another question begins at its first answer.
  useEffect(() => {
    box.current?.scrollTo({ top: 0 });
  }, [filter.query]);

  if (error) return <PanelError error={error} onRetry={retry} />;
  return (
    <ScrollRegion ref={box} label={t("title")} className="max-h-[max(20rem,calc(100dvh-15rem))]">
      <table aria-rowcount={total + 1} className="w-full table-fixed border-collapse text-left">
        <thead className="sticky top-0 z-10 bg-surface">
          <tr>
            {columns.map((column) => (
              <HeaderCell key={column.key} column={column} filter={filter} />
            ))}
          </tr>
        </thead>
        <tbody>
          <Space px={first?.start ?? 0} />
          {items.map(({ index }) => (
            <Row key={index} index={index} resource={rowAt(index)} columns={columns} />
          ))}
          <Space px={virtualizer.getTotalSize() - (last?.end ?? 0)} />
        </tbody>
      </table>
    </ScrollRegion>
  );
}

/** The pages that the rows in sight are on. */
function usePages({ query }: ResourceFilterControl, first: number, last: number) {
  const from = Math.floor(first / PAGE_ROWS);
  const pages = Array.from({ length: Math.floor(last / PAGE_ROWS) - from + 1 }, (_, i) => from + i);
  const results = useQueries({ queries: pages.map((page) => resourceQueries.page(query, page)) });
  const failed = results.find(({ error, data }) => error !== null && data === undefined);
  return {
    rowAt: (index: number): ResourceView | undefined =>
      results[Math.floor(index / PAGE_ROWS) - from]?.data?.resources[index % PAGE_ROWS],
    error: failed?.error ?? null,
    retry: () => void failed?.refetch(),
  };
}

function HeaderCell({ column, filter }: { column: ResourceColumn; filter: ResourceFilterControl }) {
  const { sort } = column;
  const { state } = filter;
  const sorted = sort !== undefined && state.sort === sort;
  const Icon = state.order === "asc" ? ArrowUp : ArrowDown;
  return (
    <th
      scope="col"
      aria-sort={sorted ? (state.order === "asc" ? "ascending" : "descending") : undefined}
      className={classNames(
        "h-8 border-b text-sm font-medium whitespace-nowrap text-faint",
        cellClass(column),
        column.width,
      )}
    >
      {sort === undefined ? (
        column.header
      ) : (
        <button
          type="button"
          onClick={() => filter.sortBy(sort)}
          className={classNames(
            "inline-flex min-h-6 items-center gap-1 hover:text-fg",
            column.align === "end" && "flex-row-reverse",
            sorted && "text-fg",
          )}
        >
          {column.header}
          {sorted && <Icon className="size-3" aria-hidden />}
        </button>
      )}
    </th>
  );
}

function cellClass({ align, from }: ResourceColumn): string {
  return classNames(
    "truncate px-2 first:pl-3 last:pr-3",
    align === "end" && "text-right",
    from && FROM[from],
  );
}

interface RowProps {
  index: number;
  /** Absent: still on its way. */
  resource: ResourceView | undefined;
  columns: readonly ResourceColumn[];
}

const Row = memo(function Row({ index, resource, columns }: RowProps) {
  return (
    // The header is the first row.
    <tr aria-rowindex={index + 2} style={{ height: ROW_PX }} className="border-b hover:bg-raised/60">
      {columns.map((column, i) => {
        const Cell = i === 0 ? "th" : "td";
        return (
          <Cell
            key={column.key}
            {...(i === 0 ? { scope: "row" } : {})}
            className={classNames("py-1 font-normal", cellClass(column))}
          >
            {resource ? column.cell(resource) : <Skeleton className="h-4 w-2/3" />}
          </Cell>
        );
      })}
    </tr>
  );
});

/** The room of the rows that are not drawn. */
function Space({ px }: { px: number }) {
  if (px <= 0) return null;
  return <tr aria-hidden style={{ height: px }} />;
}
