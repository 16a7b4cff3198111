"use client";
import { useLocale, useTimeZone, useTranslations } from "next-intl";
import { type RefObject, useEffect } from "react";
import { formatEventTime, formatMoment, prepareTimeTicks } from "@/components/charts/prepare/time-axis";
import { classNames } from "@/components/ui/class-names";
import { SECOND_MS } from "@/lib/core/time";
import { GUTTER_PX } from "./panel-canvas";
import { preparePhases } from "./prepare-phases";
import { shareOf } from "./prepare-range";
import { titleIn } from "./text-in";
import { useTimeline, useViewport } from "./timeline-context";

const PHASE_TEXT = { pre: "text-info", during: "text-accent", post: "text-muted" } as const;
const PHASE_LINE = { pre: "bg-info/60", during: "bg-accent", post: "bg-muted/60" } as const;

/** Names of the phases over the axis. */
function PhaseBand() {
  const t = useTranslations("timeline");
  const locale = useLocale();
  const { shaded } = useTimeline();
  const view = useViewport((state) => state.view);
  return (
    <div className="absolute inset-x-0 top-0 h-5 overflow-hidden text-xs">
      {preparePhases(shaded ? [shaded] : [], view).map(({ event, phase, from, to }) => (
        <span
          key={`${event.id}-${phase}`}
          data-phase={phase}
          className={classNames("absolute inset-y-0 flex items-center overflow-hidden", PHASE_TEXT[phase])}
          style={{
            left: `${100 * shareOf(view, from)}%`,
            width: `${(100 * (to - from)) / (view.to - view.from)}%`,
          }}
        >
          <span aria-hidden className={classNames("absolute inset-x-0 bottom-0 h-0.5", PHASE_LINE[phase])} />
          <span className="truncate px-1.5">
            <b className="font-semibold">{t(`phases.${phase}`)}</b>{" "}
            <span className="text-faint">{titleIn(locale, event)}</span>
          </span>
        </span>
      ))}
    </div>
  );
}

/** The moment under the crosshair, on clock and event time. */
function CrosshairFlag() {
  const { t0 } = useTimeline();
  const locale = useLocale();
  const timezone = useTimeZone();
  const view = useViewport((state) => state.view);
  const hover = useViewport((state) => state.hover);
  if (hover === null) return null;
  const share = Math.min(1, Math.max(0, shareOf(view, hover)));
  const clock = formatMoment(hover, locale, timezone);
  return (
    <output
      data-crosshair-time
      className="pointer-events-none absolute bottom-0 z-10 rounded-sm bg-fg px-1.5 py-0.5 text-xs whitespace-nowrap text-bg"
      // Moved by its own share of its width, it never leaves the axis.
      style={{ left: `${100 * share}%`, transform: `translateX(-${100 * share}%)` }}
    >
      {t0 === undefined
        ? clock
        : `${formatEventTime(Math.round((hover - t0) / SECOND_MS) * SECOND_MS)} · ${clock}`}
    </output>
  );
}

/** The one axis of all lanes; stays at the top while they are scrolled. */
export function TimeRuler({ plot, name }: { plot: RefObject<HTMLDivElement | null>; name: string }) {
  const { viewport, t0 } = useTimeline();
  const locale = useLocale();
  const timezone = useTimeZone();
  const view = useViewport((state) => state.view);
  const pixels = useViewport((state) => state.pixels);

  useEffect(() => {
    const element = plot.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => viewport.set({ pixels: element.clientWidth }));
    observer.observe(element);
    return () => observer.disconnect();
  }, [plot, viewport]);

  const ticks =
    pixels === 0
      ? []
      : prepareTimeTicks(view, {
          pixels,
          locale,
          ...(timezone === undefined ? {} : { timezone }),
          ...(t0 === undefined ? {} : { t0 }),
        });
  return (
    <div
      data-time-axis
      // A label at the very end is cut: else it would make the page scroll sideways.
      className="sticky top-12 z-15 overflow-x-clip border-b bg-surface md:grid md:grid-cols-[var(--legend)_minmax(0,1fr)]"
    >
      <span className="hidden min-w-0 items-end truncate px-2 pb-1 text-xs text-faint md:flex">{name}</span>
      <div style={{ paddingLeft: GUTTER_PX }}>
        <div ref={plot} className="relative h-11 touch-pan-y select-none">
          <PhaseBand />
          {ticks.map((tick) => (
            <span
              key={tick.at}
              className={classNames(
                "absolute bottom-1 -translate-x-1/2 text-xs whitespace-nowrap",
                tick.major ? "font-semibold text-fg" : "text-muted",
              )}
              style={{ left: `${100 * shareOf(view, tick.at)}%` }}
            >
              {tick.label}
            </span>
          ))}
          <CrosshairFlag />
        </div>
      </div>
    </div>
  );
}
