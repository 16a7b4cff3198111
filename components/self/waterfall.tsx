"use client";
import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { classNames } from "@/components/ui/class-names";
import { StatusShape } from "@/components/ui/status-shape";
import { formatValue } from "@/lib/core/units";
import type { TraceView } from "@/lib/self/schemas";
import { prepareWaterfall, type WaterfallRow } from "./prepare-waterfall";

const INDENT_PX = 12;
/** Deeper spans stand under each other: their names must stay readable on a phone. */
const DEPTH_MAX = 8;

/** Spans on one axis of time. Each opens to what is known of it. */
export function Waterfall({ parts }: { parts: TraceView["parts"] }) {
  const t = useTranslations("self");
  const rows = useMemo(() => prepareWaterfall(parts), [parts]);
  return (
    <ol aria-label={t("spans")} className="rounded-md border">
      {rows.map((row) => (
        <li key={row.key} className="border-b last:border-b-0">
          <SpanRow row={row} />
        </li>
      ))}
    </ol>
  );
}

function SpanRow({ row }: { row: WaterfallRow }) {
  const t = useTranslations("self");
  return (
    <details className="group">
      <summary className="grid cursor-pointer list-none grid-cols-[minmax(0,1fr)_minmax(0,1fr)_4.5rem] items-center gap-2 px-2 py-1 hover:bg-raised/60">
        <span
          className="flex min-w-0 items-center gap-1"
          style={{ paddingLeft: Math.min(row.depth, DEPTH_MAX) * INDENT_PX }}
        >
          <ChevronRight className="size-3.5 shrink-0 text-faint group-open:rotate-90" aria-hidden />
          {row.error !== null && <StatusShape status="critical" label={t("failed")} />}
          <span className="truncate" title={row.name}>
            {row.name}
          </span>
        </span>
        <span className="relative h-2 rounded-sm bg-raised" aria-hidden>
          <span
            className={classNames(
              "absolute inset-y-0 rounded-sm",
              row.error === null ? "bg-accent" : "bg-critical",
            )}
            style={{ left: `${row.from * 100}%`, width: `${row.width * 100}%` }}
          />
        </span>
        <span className="text-right text-sm tabular-nums">
          {formatValue(row.durationMs / 1_000, "seconds")}
        </span>
      </summary>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 border-t bg-bg px-3 py-2 text-sm">
        <dt className="text-faint">{t("part")}</dt>
        <dd>{row.part}</dd>
        {row.error !== null && (
          <>
            <dt className="text-faint">{t("error")}</dt>
            <dd className="[overflow-wrap:anywhere] text-critical">{row.error || t("noReason")}</dd>
          </>
        )}
        {row.attributes.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-faint">{name}</dt>
            <dd className="font-mono [overflow-wrap:anywhere]">{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
