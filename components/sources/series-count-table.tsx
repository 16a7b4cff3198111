"use client";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { metricHref } from "@/components/shell/record-hrefs";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { formatCompact } from "@/lib/core/units";
import type { Translate } from "@/lib/i18n/translate";
import type { SeriesCount } from "./cardinality-queries";

export interface SeriesCountTableProps {
  label: string;
  /** Names the first column. */
  header: string;
  counts: readonly SeriesCount[];
  /** What a name stands for, as a selector that the timeline can draw. */
  selectorOf: (name: string) => string;
  /** Of all series; absent: no share is shown. */
  total?: number | undefined;
}

/** What has most series. */
export function SeriesCountTable({ label, counts, ...about }: SeriesCountTableProps) {
  const t = useTranslations("sources.cardinality");
  const format = useFormatter();
  const share = (ratio: number) => format.number(ratio, { style: "percent", maximumFractionDigits: 1 });
  return (
    <DataTable label={label} columns={columnsOf(t, share, about)} rows={counts} rowKey={({ name }) => name} />
  );
}

function columnsOf(
  t: Translate<"sources.cardinality">,
  share: (ratio: number) => string,
  { header, selectorOf, total }: Pick<SeriesCountTableProps, "header" | "selectorOf" | "total">,
): DataColumn<SeriesCount>[] {
  const columns: DataColumn<SeriesCount>[] = [
    {
      key: "name",
      header,
      rowHeader: true,
      grow: true,
      cell: ({ name }) => (
        <Link
          href={metricHref(selectorOf(name))}
          className="[overflow-wrap:anywhere] whitespace-normal text-accent hover:underline"
        >
          {name === "" ? t("noJob") : name}
        </Link>
      ),
    },
    {
      key: "series",
      header: t("series"),
      align: "end",
      sort: ({ series }) => series,
      cell: ({ series }) => formatCompact(series),
    },
  ];
  if (total === undefined || total === 0) return columns;
  return [
    ...columns,
    { key: "share", header: t("share"), align: "end", cell: ({ series }) => share(series / total) },
  ];
}
