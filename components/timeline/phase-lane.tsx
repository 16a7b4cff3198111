"use client";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { formatEventTime } from "@/components/charts/prepare/time-axis";
import { classNames } from "@/components/ui/class-names";
import type { RangeMs } from "@/lib/core/time";
import type { EventView } from "@/lib/events/schemas";
import { type LaneControls, LaneHeader } from "./lane-header";
import { GUTTER_PX } from "./panel-canvas";
import { preparePhases, type ShadedPhase } from "./prepare-phases";
import { shareOf } from "./prepare-range";
import { titleIn } from "./text-in";
import { useTimeline, useViewport } from "./timeline-context";

const BLOCK: Record<ShadedPhase, string> = {
  pre: "bg-info/20 border-info/60",
  during: "bg-accent/25 border-accent",
  post: "bg-muted/15 border-muted/50",
};

export interface PhaseLaneProps {
  controls: LaneControls;
  state?: ReactNode;
  onZoom: (range: RangeMs) => void;
}

/** Events with their phases; pressing one shows the whole event. */
export function PhaseLane({ controls, state, onZoom }: PhaseLaneProps) {
  const t = useTranslations("timeline");
  const locale = useLocale();
  const { events } = useTimeline();
  const view = useViewport((shared) => shared.view);
  const spans = preparePhases(events, view);
  const shown = events.filter((event) => spans.some((span) => span.event.id === event.id));
  const zoomTo = (event: EventView) => onZoom({ from: event.preAt, to: event.postEndAt });
  return (
    <section aria-label={t("lanes.events")} data-lane="events" className="border-b">
      <LaneHeader lane="events" controls={controls} />
      {!controls.folded &&
        (state ?? (
          <div className="md:grid md:grid-cols-[var(--legend)_minmax(0,1fr)]">
            <ul className="hidden flex-col py-1 md:flex">
              {shown.map((event) => (
                <li key={event.id} className="flex h-6 items-center truncate px-2 text-sm text-muted">
                  {titleIn(locale, event)}
                </li>
              ))}
            </ul>
            <div style={{ paddingLeft: GUTTER_PX }}>
              <div className="relative overflow-hidden py-1">
                {shown.length === 0 && <p className="py-1 text-sm text-faint">{t("noEvents")}</p>}
                {shown.map((event) => (
                  <div key={event.id} className="relative h-6">
                    {spans
                      .filter((span) => span.event.id === event.id)
                      .map(({ phase, from, to }) => (
                        <button
                          key={phase}
                          type="button"
                          onClick={() => zoomTo(event)}
                          title={`${titleIn(locale, event)} · ${t(`phases.${phase}`)} · ${formatEventTime(from - event.t0)} … ${formatEventTime(to - event.t0)}`}
                          aria-label={`${t(`phases.${phase}`)} ${titleIn(locale, event)}. ${t("wholeEvent")}`}
                          className={classNames(
                            "absolute inset-y-0.5 overflow-hidden border-l px-1.5 text-left text-xs whitespace-nowrap",
                            BLOCK[phase],
                          )}
                          style={{
                            left: `${100 * shareOf(view, from)}%`,
                            width: `${(100 * (to - from)) / (view.to - view.from)}%`,
                          }}
                        >
                          {t(`phases.${phase}`)}{" "}
                          <span className="text-muted md:hidden">{titleIn(locale, event)}</span>
                        </button>
                      ))}
                  </div>
                ))}
              </div>
            </div>
          </div>
        ))}
    </section>
  );
}
