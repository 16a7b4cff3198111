"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useLocale, useTimeZone, useTranslations } from "next-intl";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { chooseStep } from "@/components/charts/prepare/step";
import { eventQueries } from "@/components/events/event-queries";
import { useLive } from "@/components/live/use-live";
import { useTimeRange } from "@/components/time/use-time-range";
import { PanelEmpty, PanelLoading } from "@/components/ui/panel-states";
import { useNow } from "@/components/ui/use-now";
import type { RangeMs } from "@/lib/core/time";
import { isForeignMetric } from "@/lib/products/catalogue";
import { BackfillProgress } from "./backfill-progress";
import { HelpDialog } from "./help-dialog";
import { LANE_PANELS, LANES, type LaneId } from "./lane-catalogue";
import { MetricSearch } from "./metric-search";
import { historyEpoch } from "./prepare-backfill";
import { chooseEvent, eventWindow, previousEvent, shadedEvent } from "./prepare-phases";
import { panRange, zoomRange } from "./prepare-range";
import { StatusStrip } from "./status-strip";
import { titleIn } from "./text-in";
import { type ShownPicture, TimelineProvider, type TimelineShared } from "./timeline-context";
import { TimelineLanes } from "./timeline-lanes";
import { INTERVAL_SPAN_MS, timelineQueries } from "./timeline-queries";
import { TimelineToolbar } from "./timeline-toolbar";
import { newestOf, useFreshness } from "./use-freshness";
import { useKeys } from "./use-keys";
import { useSettledWindow } from "./use-settled-window";
import { ValuesDialog } from "./values-dialog";
import { useShownLanes } from "./use-shown-lanes";
import { COMPARE_PREVIOUS, toggled, useTimelineAddress } from "./use-timeline-address";

/** Where the stream of live events is cut, data is asked for again at this pace. */
const FALLBACK_PERIOD_MS = 15_000;
/** As the live range: often enough for phases and events. */
const NOW_PERIOD_MS = 5_000;
/** The plot before its width is known: a laptop's. */
const PIXELS_FIRST = 1_000;

const CATALOGUE_IDS = new Set(
  Object.values(LANE_PANELS).flatMap((panels) => panels.map((panel) => panel.id)),
);

export function TimelinePage() {
  const t = useTranslations("timeline");
  const locale = useLocale();
  const timezone = useTimeZone();
  const client = useQueryClient();
  const time = useTimeRange();
  const address = useTimelineAddress();
  const lanes = useShownLanes(address);
  const eventsQuery = useQuery(eventQueries.list());
  const names = useQuery(timelineQueries.names());
  const simulator = useQuery(timelineQueries.simulator());
  const epoch = simulator.data ? historyEpoch(simulator.data.backfills) : 0;
  const [announced, setAnnounced] = useState<number | null>(null);
  const [dialog, setDialog] = useState<"search" | "help" | "table" | null>(null);
  const [pictures] = useState(() => new Map<string, ShownPicture>());
  const root = useRef<HTMLElement>(null);

  const now = useNow(NOW_PERIOD_MS);
  const ends = time.resolved?.to ?? null;
  const freshness = useFreshness(
    useMemo(() => lanes.flatMap((lane) => lane.panels), [lanes]),
    ends !== null && ends < now - INTERVAL_SPAN_MS ? ends : null,
    epoch,
  );
  useLive("metrics", ({ at }) => setAnnounced((before) => Math.max(before ?? 0, at)));
  const newest = Math.max(announced ?? 0, newestOf(freshness) ?? 0) || null;
  // Our own telemetry goes on when every source is dead: it must not make the page look alive.
  const received = Math.max(announced ?? 0, newestOf(freshness, isForeignMetric) ?? 0) || null;
  const { viewport, window } = useSettledWindow(time, newest);

  const [firstRange] = useState(() => time.range);
  const events = useMemo(() => eventsQuery.data?.events ?? [], [eventsQuery.data]);
  const event = chooseEvent(events, time.event, now);
  const previous = event && previousEvent(events, event);
  const comparedWith =
    address.compare === COMPARE_PREVIOUS ? previous : events.find((each) => each.slug === address.compare);

  // A beat for readers whose event stream is cut; the live events themselves are the usual reason to ask again.
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
    const reachesNow = edge <= window.to + stepMs;
    return {
      viewport,
      window,
      live: time.live,
      stepMs,
      edgeMs: reachesNow ? Math.min(edge, window.to) : null,
      t0: time.axis === "event" ? event?.t0 : undefined,
      events,
      shaded: shadedEvent(events, time.event, window),
      compare: comparedWith && event ? { event: comparedWith, offsetMs: event.t0 - comparedWith.t0 } : null,
      freshness,
      pictures,
      epoch,
      everything: dialog === "table",
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
    event,
    events,
    comparedWith,
    freshness,
    pictures,
    epoch,
    dialog,
  ]);

  const { setRange } = time;
  const onSettle = useCallback((view: RangeMs) => setRange(view, "push"), [setRange]);
  const zoomBy = useCallback(
    (factor: number) => {
      const { view, hover } = viewport.get();
      onSettle(zoomRange(view, factor, hover ?? undefined));
    },
    [viewport, onSettle],
  );
  const zoomOut = useCallback(() => zoomBy(2), [zoomBy]);

  const setAxis = (axis: "clock" | "event", slug: string | undefined = event?.slug) => {
    time.setAxis(axis, axis === "event" ? (slug ?? null) : null);
    const chosen = events.find((each) => each.slug === slug);
    // An event that is not in the window would leave the axis without its zero: show it.
    if (
      axis === "event" &&
      chosen &&
      window &&
      (chosen.postEndAt < window.from || chosen.preAt > window.to)
    ) {
      time.setRange(eventWindow(chosen, now));
    }
  };
  const removePanel = useCallback(
    (id: string) => {
      if (id.startsWith("add:"))
        void address.setState({ add: address.add.filter((value) => `add:${value}` !== id) });
      else void address.setState({ hide: toggled(address.hide, id) });
    },
    [address],
  );
  const toggleMetric = (value: string) => {
    if (CATALOGUE_IDS.has(value)) void address.setState({ hide: toggled(address.hide, value) });
    else void address.setState({ add: toggled(address.add, value) });
  };

  useKeys({
    pan: (fraction) => onSettle(panRange(viewport.get().view, fraction)),
    zoom: zoomBy,
    step: (by) => {
      const { hover, view } = viewport.get();
      const at = (hover ?? Math.floor(view.to / stepMs) * stepMs) + by * stepMs;
      viewport.set({ hover: Math.min(view.to, Math.max(view.from, at)) });
    },
    reset: () => time.setRange(firstRange),
    live: time.follow,
    pause: time.pause,
    focus: () => {
      const lane = root.current?.querySelector("[data-lane]:hover, [data-lane]:focus-within");
      const id = lane?.getAttribute("data-lane");
      if (isLane(id)) void address.setState({ focus: address.focus === id ? null : id });
    },
    leave: () => {
      viewport.set({ hover: null, brush: null });
      void address.setState({ focus: null });
    },
    table: () => setDialog("table"),
    add: () => setDialog("search"),
    help: () => setDialog("help"),
  });

  if (!shared) return <PanelLoading lines={12} />;
  const isEmpty = simulator.data?.enabled === false && names.data?.some(isForeignMetric) === false;
  const shownValues = new Set([
    ...[...CATALOGUE_IDS].filter((id) => !address.hide.includes(id)),
    ...address.add,
  ]);
  const axisName = time.axis === "event" && event ? titleIn(locale, event) : (timezone ?? "");
  return (
    <TimelineProvider value={shared}>
      <h1 className="sr-only">{t("title")}</h1>
      <StatusStrip newest={received} />
      <BackfillProgress />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-3 py-2">
        <TimelineToolbar
          time={time}
          events={events}
          event={event}
          previous={previous}
          compare={address.compare}
          onAxis={setAxis}
          onEvent={(slug) => setAxis("event", slug)}
          onCompare={(compare) => void address.setState({ compare })}
          onZoom={zoomBy}
          onAdd={() => setDialog("search")}
          onTable={() => setDialog("table")}
          onHelp={() => setDialog("help")}
        />
        {comparedWith && (
          <p className="text-sm text-faint">{t("comparing", { event: titleIn(locale, comparedWith) })}</p>
        )}
      </div>
      {isEmpty && address.add.length === 0 && address.focus !== "evenkeel" ? (
        <PanelEmpty
          title={t("empty.title")}
          hint={t("empty.hint")}
          action={
            <div className="flex flex-wrap items-center justify-center gap-3">
              <Link
                href="/settings/sources?tab=connect"
                className="inline-flex h-8 items-center rounded-md bg-accent px-3 font-semibold text-accent-fg hover:brightness-110"
              >
                {t("empty.connect")}
              </Link>
              <Link href="/timeline?focus=evenkeel" className="text-accent underline underline-offset-2">
                {t("empty.own")}
              </Link>
            </div>
          }
        />
      ) : (
        <TimelineLanes
          lanes={lanes}
          address={address}
          axisName={axisName}
          root={root}
          onSettle={onSettle}
          onZoomOut={zoomOut}
          onRemove={removePanel}
        />
      )}
      <MetricSearch
        open={dialog === "search"}
        onOpenChange={(open) => setDialog(open ? "search" : null)}
        shown={shownValues}
        onToggle={toggleMetric}
      />
      <HelpDialog open={dialog === "help"} onOpenChange={(open) => setDialog(open ? "help" : null)} />
      <ValuesDialog open={dialog === "table"} onOpenChange={(open) => setDialog(open ? "table" : null)} />
    </TimelineProvider>
  );
}

function isLane(id: string | null | undefined): id is LaneId {
  return LANES.some((lane) => lane === id);
}
