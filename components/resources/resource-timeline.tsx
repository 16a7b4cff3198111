"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useTimeZone, useTranslations } from "next-intl";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { chooseStep } from "@/components/charts/prepare/step";
import { eventQueries } from "@/components/events/event-queries";
import { useLive } from "@/components/live/use-live";
import { metricHref } from "@/components/shell/record-hrefs";
import { useTimeRange } from "@/components/time/use-time-range";
import { AlarmLane, ExperimentLane } from "@/components/timeline/event-lanes";
import { MetricPanel } from "@/components/timeline/metric-panel";
import { PlotOverlay } from "@/components/timeline/plot-overlay";
import { historyEpoch } from "@/components/timeline/prepare-backfill";
import { shadedEvent } from "@/components/timeline/prepare-phases";
import { zoomRange } from "@/components/timeline/prepare-range";
import { TimeRuler } from "@/components/timeline/time-ruler";
import {
  type ShownPicture,
  TimelineProvider,
  type TimelineShared,
} from "@/components/timeline/timeline-context";
import { INTERVAL_SPAN_MS, timelineQueries } from "@/components/timeline/timeline-queries";
import { newestOf, useFreshness } from "@/components/timeline/use-freshness";
import { useGestures } from "@/components/timeline/use-gestures";
import { useSettledWindow } from "@/components/timeline/use-settled-window";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { PanelLoading, PanelStates } from "@/components/ui/panel-states";
import { useNow } from "@/components/ui/use-now";
import type { RangeMs } from "@/lib/core/time";
import type { ResourceDetail } from "@/lib/resources/schemas";
import { resourceMetricQueries } from "./resource-metric-queries";
import { type ResourcePanels, resourcePanels } from "./resource-panels";

const NOW_PERIOD_MS = 5_000;
/** Where the stream of live events is cut, data is asked for again at this pace. */
const FALLBACK_PERIOD_MS = 15_000;
/** The plot before its width is known: a laptop's. */
const PIXELS_FIRST = 1_000;

/** All metrics of a resource, its alarms and its experiments on the one time axis. */
export function ResourceTimeline({ detail }: { detail: ResourceDetail }) {
  const t = useTranslations("resources");
  const { resource, selector } = detail;
  const names = useQuery(resourceMetricQueries.names(selector));
  const types = useQuery(resourceMetricQueries.types());
  const panels = useMemo(
    () => resourcePanels(resource.product, selector, names.data ?? [], types.data ?? new Map()),
    [resource.product, selector, names.data, types.data],
  );
  return (
    <Panel
      id="metrics"
      title={t("metrics")}
      description={t("metricsHint")}
      actions={
        <Link href={metricHref(`{${selector}}`)} className="text-sm text-accent hover:underline">
          {t("onTimeline")}
        </Link>
      }
      flush
    >
      <PanelStates
        query={names}
        lines={8}
        isEmpty={names.data?.length === 0}
        empty={{
          title: t("noMetrics"),
          hint: t("noMetricsHint", { selector: `{${selector}}` }),
          action: (
            <Link href="/settings/sources?tab=connect" className="text-accent underline underline-offset-2">
              {t("connect")}
            </Link>
          ),
        }}
      >
        <Charts detail={detail} {...panels} />
      </PanelStates>
    </Panel>
  );
}

function Charts({ detail, panels, hidden }: { detail: ResourceDetail } & ResourcePanels) {
  const t = useTranslations("resources");
  const timezone = useTimeZone();
  const client = useQueryClient();
  const time = useTimeRange();
  const events = useQuery(eventQueries.list()).data?.events;
  const simulator = useQuery(timelineQueries.simulator()).data;
  const epoch = simulator ? historyEpoch(simulator.backfills) : 0;
  const [removed, setRemoved] = useState<ReadonlySet<string>>(new Set());
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [announced, setAnnounced] = useState<number | null>(null);
  const [pictures] = useState(() => new Map<string, ShownPicture>());
  const root = useRef<HTMLElement>(null);
  const plot = useRef<HTMLDivElement>(null);
  const shown = useMemo(() => panels.filter(({ id }) => !removed.has(id)), [panels, removed]);

  const now = useNow(NOW_PERIOD_MS);
  const ends = time.resolved?.to ?? null;
  const freshness = useFreshness(shown, ends !== null && ends < now - INTERVAL_SPAN_MS ? ends : null, epoch);
  useLive("metrics", ({ at }) => setAnnounced((before) => Math.max(before ?? 0, at)));
  const newest = Math.max(announced ?? 0, newestOf(freshness) ?? 0) || null;
  const { viewport, window } = useSettledWindow(time, newest);
  const beat = Math.floor(now / FALLBACK_PERIOD_MS);
  useEffect(() => {
    if (announced === null && beat === 0) return; // Nothing has been asked for yet.
    void client.invalidateQueries({ queryKey: timelineQueries.live() }, { cancelRefetch: false });
  }, [client, announced, beat]);

  const width = window ? window.to - window.from : 0;
  const stepMs = chooseStep(Math.max(1, width), viewport.get().pixels || PIXELS_FIRST);
  const shared = useMemo<TimelineShared | null>(() => {
    if (!window) return null;
    // Until the newest sample is known, it is taken to be of now.
    const edge = newest ?? now;
    return {
      viewport,
      window,
      live: time.live,
      stepMs,
      edgeMs: edge <= window.to + stepMs ? Math.min(edge, window.to) : null,
      t0: time.axis === "event" ? events?.find(({ slug }) => slug === time.event)?.t0 : undefined,
      events: events ?? [],
      shaded: shadedEvent(events ?? [], time.event, window),
      compare: null,
      freshness,
      pictures,
      epoch,
      everything: false,
    };
  }, [
    viewport,
    window,
    time.live,
    time.axis,
    time.event,
    stepMs,
    newest,
    now,
    events,
    freshness,
    pictures,
    epoch,
  ]);

  const { setRange } = time;
  const onSettle = useCallback((view: RangeMs) => setRange(view, "push"), [setRange]);
  const onZoomOut = useCallback(() => onSettle(zoomRange(viewport.get().view, 2)), [onSettle, viewport]);
  useGestures({ viewport, lanes: root, plot, onSettle, onZoomOut });
  const onRemove = useCallback((id: string) => setRemoved((before) => new Set(before).add(id)), []);

  const { id, cluster } = detail.resource;
  const about = useMemo(() => ({ resource: id, ...(cluster === null ? {} : { cluster }) }), [id, cluster]);
  const controls = (lane: string) => ({
    folded: folded.has(lane),
    focused: false,
    onFold: () =>
      setFolded((before) => {
        const after = new Set(before);
        if (!after.delete(lane)) after.add(lane);
        return after;
      }),
  });
  return (
    <section
      ref={root}
      data-timeline
      aria-label={t("metrics")}
      className="relative touch-pan-y select-none [--legend:0px] md:[--legend:15rem]"
    >
      {shared ? (
        <TimelineProvider value={shared}>
          <TimeRuler plot={plot} name={timezone ?? ""} />
          <PlotOverlay />
          <AlarmLane controls={controls("alarms")} onZoom={onSettle} about={about} />
          <ExperimentLane controls={controls("experiments")} onZoom={onSettle} about={about} />
          {shown.map((panel) => (
            <MetricPanel key={panel.id} lane="added" panel={panel} tall={false} onRemove={onRemove} />
          ))}
          {(removed.size > 0 || hidden > 0) && (
            <p className="flex items-center gap-3 border-t px-3 py-1.5 text-sm text-faint">
              {removed.size > 0 && (
                <Button size="sm" variant="ghost" onClick={() => setRemoved(new Set())}>
                  {t("restoreCharts", { count: removed.size })}
                </Button>
              )}
              {hidden > 0 && t("moreMetrics", { count: hidden })}
            </p>
          )}
        </TimelineProvider>
      ) : (
        <PanelLoading lines={8} />
      )}
    </section>
  );
}
