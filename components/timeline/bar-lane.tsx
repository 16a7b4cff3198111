"use client";
import { useTranslations } from "next-intl";
import { type CSSProperties, Fragment, type ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import type { Status } from "@/components/ui/status";
import { StatusShape } from "@/components/ui/status-shape";
import type { RangeMs, UnixMs } from "@/lib/core/time";
import type { LaneId } from "./lane-catalogue";
import { type LaneControls, LaneHeader } from "./lane-header";
import { GUTTER_PX } from "./panel-canvas";
import { shareOf } from "./prepare-range";
import { assignRows, type LabelPlace, labelPlace, withLabel } from "./prepare-rows";
import { useViewport } from "./timeline-context";

/** Something that lasted from a moment to another: an alarm, a run. */
export interface LaneBar {
  id: string;
  label: string;
  status: Status;
  /** The whole of it; what is not solid is drawn as a thin line. */
  whole: RangeMs;
  /** The part that counts: firing, injected. Null: it never came to that. */
  solid: RangeMs | null;
  /** Still going on: its end is open. */
  open: boolean;
  details: readonly { term: string; text: string }[];
  summary: string;
}

const FILL: Record<Status, string> = {
  critical: "bg-critical/35 border-critical",
  warning: "bg-warning/35 border-warning",
  info: "bg-info/35 border-info",
  ok: "bg-ok/35 border-ok",
  unknown: "bg-unknown/35 border-unknown border-dashed",
};
const LINE: Record<Status, string> = {
  critical: "bg-critical",
  warning: "bg-warning",
  info: "bg-info",
  ok: "bg-ok",
  unknown: "bg-unknown",
};

const ROW_PX = 24;
/** A rule and a resource, or the title of an experiment and its verdict. */
const LABEL_PX = 250;

function percent(view: RangeMs, at: UnixMs): number {
  return Math.min(101, Math.max(-1, 100 * shareOf(view, at)));
}

function Span({ view, range, className }: { view: RangeMs; range: RangeMs; className: string }) {
  const left = percent(view, range.from);
  const width = percent(view, range.to) - left;
  return (
    <span
      aria-hidden
      className={classNames("absolute", className)}
      style={{ left: `${left}%`, width: `max(2px, ${width}%)` }}
    />
  );
}

function Bar({
  bar,
  view,
  place,
  onZoom,
}: {
  bar: LaneBar;
  view: RangeMs;
  place: LabelPlace;
  onZoom: (range: RangeMs) => void;
}) {
  const t = useTranslations("timeline");
  return (
    <>
      <Span view={view} range={bar.whole} className={classNames("h-0.5", LINE[bar.status])} />
      {bar.solid && (
        <Span
          view={view}
          range={bar.solid}
          className={classNames(
            "-mt-[7px] h-4 rounded-sm border",
            FILL[bar.status],
            bar.open && "rounded-r-none border-r-0",
          )}
        />
      )}
      <Popover>
        <PopoverTrigger
          data-bar={bar.id}
          className="absolute -mt-[9px] flex h-5 max-w-full items-center gap-1 rounded-sm px-1 text-left text-sm hover:bg-raised"
          style={labelStyle(place, view, bar.whole)}
        >
          <StatusShape status={bar.status} />
          <span className="truncate">{bar.label}</span>
        </PopoverTrigger>
        <PopoverContent label={bar.label} className="w-80">
          <p className="flex items-center gap-2 font-semibold">
            <StatusShape status={bar.status} />
            {bar.label}
          </p>
          <p className="mt-1 text-muted">{bar.summary}</p>
          <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
            {bar.details.map(({ term, text }) => (
              <Fragment key={term}>
                <dt className="text-faint">{term}</dt>
                <dd className="text-right [overflow-wrap:anywhere]">{text}</dd>
              </Fragment>
            ))}
          </dl>
          <Button size="sm" className="mt-3" onClick={() => onZoom(withAir(bar.whole))}>
            {t("zoomTo")}
          </Button>
        </PopoverContent>
      </Popover>
    </>
  );
}

/** Beside its bar, so that neither covers the other: after it, else before it, else on it. */
function labelStyle(place: LabelPlace, view: RangeMs, whole: RangeMs): CSSProperties {
  if (place === "after") return { left: `calc(${percent(view, whole.to)}% + 4px)` };
  if (place === "before") return { right: `calc(${100 - percent(view, whole.from)}% + 4px)` };
  return { left: `${Math.max(0, percent(view, whole.from))}%` };
}

/** A quarter of its length on either side, so that what led to it and what followed can be seen. */
function withAir({ from, to }: RangeMs): RangeMs {
  const air = Math.max(60_000, (to - from) / 4);
  return { from: Math.round(from - air), to: Math.round(to + air) };
}

export interface BarLaneProps {
  lane: LaneId;
  bars: readonly LaneBar[];
  controls: LaneControls;
  empty: string;
  /** Error or loading, in place of the bars. */
  state?: ReactNode;
  onZoom: (range: RangeMs) => void;
}

export function BarLane({ lane, bars, controls, empty, state, onZoom }: BarLaneProps) {
  const t = useTranslations("timeline");
  const view = useViewport((shared) => shared.view);
  const pixels = useViewport((shared) => shared.pixels);
  const msPerPixel = (view.to - view.from) / Math.max(1, pixels);
  const places = bars.map(({ whole }) => labelPlace(whole, view, LABEL_PX * msPerPixel));
  const rows = assignRows(
    bars.map(({ whole }, i) => withLabel(whole, places[i] ?? "on", LABEL_PX * msPerPixel)),
    8 * msPerPixel,
  );
  const visible = bars
    .map((bar, i) => ({ bar, row: rows[i] ?? 0, place: places[i] ?? "on" }))
    .filter(({ bar }) => bar.whole.to >= view.from && bar.whole.from <= view.to);
  const used = [...new Set(visible.map(({ row }) => row))].sort((a, b) => a - b);
  return (
    <section aria-label={t(`lanes.${lane}`)} data-lane={lane} className="border-b">
      <LaneHeader lane={lane} controls={controls}>
        {visible.length === 0 && state === undefined && <span className="truncate">{empty}</span>}
      </LaneHeader>
      {!controls.folded &&
        (visible.length > 0 || state !== undefined) &&
        (state ?? (
          <div className="md:grid md:grid-cols-[var(--legend)_minmax(0,1fr)]">
            <span className="hidden md:block" />
            <div className="max-h-64 overflow-y-auto" style={{ paddingLeft: GUTTER_PX }}>
              <div className="relative overflow-hidden" style={{ height: used.length * ROW_PX + 8 }}>
                {visible.map(({ bar, row, place }) => (
                  <div
                    key={bar.id}
                    className="absolute inset-x-0"
                    style={{ top: used.indexOf(row) * ROW_PX + ROW_PX / 2 + 4 }}
                  >
                    <Bar bar={bar} view={view} place={place} onZoom={onZoom} />
                  </div>
                ))}
              </div>
            </div>
          </div>
        ))}
    </section>
  );
}
