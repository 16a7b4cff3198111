"use client";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Age } from "@/components/ui/age";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { formatCompact } from "@/lib/core/units";
import type { Translate } from "@/lib/i18n/translate";
import type { SourceView } from "@/lib/sources/schemas";
import { RateLine } from "./rate-line";
import { sourceHref, sourceName } from "./source-name";
import { SILENT_AFTER_MS } from "./source-state";
import { SourceStateBadge } from "./source-state-badge";

export function SourceTable({ sources }: { sources: readonly SourceView[] }) {
  const t = useTranslations("sources");
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <DataTable label={t("table.label")} columns={columns} rows={sources} rowKey={(source) => source.id} />
  );
}

function columnsOf(t: Translate<"sources">): DataColumn<SourceView>[] {
  return [
    {
      key: "name",
      header: t("table.name"),
      rowHeader: true,
      grow: true,
      sort: (source) => sourceName(t, source),
      cell: (source) => (
        <Link href={sourceHref(source.id)} className="font-medium text-accent hover:underline">
          {sourceName(t, source)}
        </Link>
      ),
    },
    { key: "state", header: t("table.state"), cell: (source) => <SourceStateBadge source={source} /> },
    {
      key: "via",
      header: t("table.via"),
      wideOnly: true,
      sort: (source) => source.protocol,
      cell: (source) => (
        <span className="flex flex-col leading-4">
          {t(`protocols.${source.protocol}`)}
          {source.agent !== null && (
            <span className="max-w-56 truncate text-xs text-faint" title={source.agent}>
              {source.agent}
            </span>
          )}
        </span>
      ),
    },
    {
      key: "rate",
      header: t("table.rate"),
      align: "end",
      sort: (source) => source.samplesPerS,
      cell: (source) => (
        <span className="inline-flex items-center gap-3">
          <span className="max-sm:hidden">
            <RateLine history={source.history} label={t("table.rateLine", { name: sourceName(t, source) })} />
          </span>
          <span className="min-w-10">{formatCompact(source.samplesPerS)}</span>
        </span>
      ),
    },
    {
      key: "series",
      header: t("table.series"),
      align: "end",
      sort: (source) => source.series,
      cell: (source) => (source.series === 0 ? "0" : `≈ ${formatCompact(source.series)}`),
    },
    {
      key: "seen",
      header: t("table.lastSeen"),
      align: "end",
      sort: (source) => source.lastSeenAt,
      cell: (source) => <Age at={source.lastSeenAt} staleAfterMs={SILENT_AFTER_MS} />,
    },
    {
      key: "refused",
      header: t("table.refused"),
      align: "end",
      sort: (source) => source.rejectedSamples + source.refusedRequests,
      cell: (source) => <Refused source={source} t={t} />,
    },
    {
      key: "throttled",
      header: t("table.throttled"),
      align: "end",
      wideOnly: true,
      sort: (source) => source.throttledRequests,
      cell: (source) => (
        <span className={source.throttledRequests > 0 ? "text-warning" : "text-faint"}>
          {formatCompact(source.throttledRequests)}
        </span>
      ),
    },
  ];
}

function Refused({ source, t }: { source: SourceView; t: Translate<"sources"> }) {
  const { rejectedSamples, refusedRequests } = source;
  if (rejectedSamples === 0 && refusedRequests === 0) return <span className="text-faint">0</span>;
  return (
    <span className="flex flex-col items-end leading-4 text-warning">
      {(rejectedSamples > 0 || refusedRequests === 0) && formatCompact(rejectedSamples)}
      {refusedRequests > 0 && (
        <span className={rejectedSamples > 0 ? "text-xs" : ""}>
          {t("table.refusedRequests", { count: refusedRequests })}
        </span>
      )}
    </span>
  );
}
