"use client";
import { X } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { memo, useEffect, useMemo, useRef, useState } from "react";
import { QueryNotes } from "@/components/metrics/query-notes";
import { useUnknownSince } from "@/components/metrics/use-unknown-since";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";
import { Skeleton } from "@/components/ui/skeleton";
import { StatusShape } from "@/components/ui/status-shape";
import { useNow } from "@/components/ui/use-now";
import { SECOND_MS } from "@/lib/core/time";
import type { LaneId, PanelDefinition } from "./lane-catalogue";
import { PanelCanvas } from "./panel-canvas";
import { PanelLegend } from "./panel-legend";
import { freshnessOf } from "./prepare-freshness";
import { useTimeline } from "./timeline-context";
import { useInView } from "./use-in-view";
import { usePanelLines } from "./use-panel-lines";

export interface MetricPanelProps {
  lane: LaneId;
  panel: PanelDefinition;
  /** Taller, when its lane has the page for itself. */
  tall: boolean;
  onRemove: (id: string) => void;
}

/** From here on samples are missing that should be there; null while all is well or the window lies in the past. */
function useSilentFrom(panel: PanelDefinition): number | null {
  const { freshness, edgeMs } = useTimeline();
  const now = useNow(SECOND_MS);
  const known = panel.metrics.flatMap((metric) => freshness.get(metric) ?? []);
  if (edgeMs === null || now === 0 || known.length === 0) return null;
  const newest = Math.max(...known.map((each) => each.newest ?? 0));
  const intervalMs = Math.max(...known.map((each) => each.intervalMs));
  return freshnessOf(newest === 0 ? null : newest, intervalMs, now) === "stale" ? newest + intervalMs : null;
}

/** One chart of a lane with its name, unit, legend and conditions. */
export const MetricPanel = memo(function MetricPanel({ lane, panel, tall, onRemove }: MetricPanelProps) {
  const t = useTranslations("timeline");
  const locale = useLocale() === "zh" ? "zh" : "en";
  const element = useRef<HTMLDivElement>(null);
  const inView = useInView(element);
  const [solo, setSolo] = useState<string | null>(null);
  const { pictures, everything } = useTimeline();
  const { query, expr, prepared, ghosts } = usePanelLines(panel, inView || everything);
  const silentFrom = useSilentFrom(panel);
  const since = useUnknownSince();
  const title = panel.title[locale];

  const shown = useMemo(() => {
    const all = [...ghosts, ...(prepared?.series ?? [])];
    return solo === null ? all : all.filter((each) => each.id === solo || each.id === `ghost:${solo}`);
  }, [prepared, ghosts, solo]);

  // The registry is the outside system: the table of values reads it when it is opened.
  useEffect(() => {
    pictures.set(panel.id, { lane, title, unit: panel.unit, series: shown });
    return () => {
      pictures.delete(panel.id);
    };
  }, [pictures, panel, lane, title, shown]);

  return (
    <div
      ref={element}
      data-panel={panel.id}
      className={classNames(
        "group/panel grid grid-cols-1 border-t border-line/60 [grid-template-areas:'title'_'plot'_'legend']",
        "md:grid-cols-[var(--legend)_minmax(0,1fr)] md:grid-rows-[auto_minmax(0,1fr)] md:[grid-template-areas:'title_plot'_'legend_plot']",
        tall ? "md:h-64" : "md:h-[124px]",
      )}
    >
      <div className="flex h-6 items-center gap-1 px-2 pt-1 [grid-area:title]">
        <h3 className="min-w-0 flex-1 truncate font-medium" title={expr}>
          {title}
        </h3>
        <QueryNotes notes={query.data?.notes ?? []} />
        <IconButton
          icon={X}
          size="sm"
          label={t("removePanel", { title })}
          onClick={() => onRemove(panel.id)}
          className="opacity-0 group-hover/panel:opacity-100 focus-visible:opacity-100 max-md:opacity-60"
        />
      </div>
      <div className="flex min-h-0 min-w-0 px-2 pb-1 [grid-area:legend]">
        {prepared && (
          <PanelLegend
            series={prepared.series}
            ghosts={ghosts}
            hidden={prepared.hidden}
            unit={panel.unit}
            solo={solo}
            onSolo={setSolo}
          />
        )}
      </div>
      <div className={classNames("relative min-w-0 [grid-area:plot] md:h-full", tall ? "h-64" : "h-[124px]")}>
        {inView && prepared && prepared.series.length > 0 && (
          <PanelCanvas
            series={shown}
            unit={panel.unit}
            threshold={panel.threshold}
            floor={panel.floor}
            silentFrom={silentFrom}
            label={t("panelLabel", { title, count: prepared.series.length })}
          />
        )}
        {query.isPending && since === null && <Skeleton className="absolute inset-y-2 right-2 left-14" />}
        {since !== null && (
          <output
            className={classNames(
              "absolute top-1 right-1 flex items-center gap-1.5 rounded-md border border-dashed bg-surface px-2 py-0.5 text-sm text-unknown",
              !prepared && "inset-0 m-auto size-fit",
            )}
          >
            <StatusShape status="unknown" />
            {since}
          </output>
        )}
        {query.error && since === null && (
          <div
            role="alert"
            className="absolute inset-0 flex flex-wrap items-center justify-center gap-2 bg-surface/80 px-2 text-sm text-warning"
          >
            <StatusShape status="warning" />
            <span className="line-clamp-2 [overflow-wrap:anywhere]">{query.error.message}</span>
            <Button size="sm" onClick={() => void query.refetch()}>
              {t("retry")}
            </Button>
          </div>
        )}
        {prepared?.series.length === 0 && !query.error && since === null && (
          <p className="absolute inset-0 flex items-center justify-center gap-2 text-sm text-unknown">
            <StatusShape status="unknown" />
            {t("noSamples")}
          </p>
        )}
      </div>
    </div>
  );
});
