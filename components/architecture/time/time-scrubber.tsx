"use client";
import { ChevronLeft, ChevronRight, Pause, Play, Radio } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import { useTimeRange } from "@/components/time/use-time-range";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";
import { useTimeText } from "@/components/ui/use-time-text";
import type { RangeMs } from "@/lib/core/time";
import type { TrackBar } from "./prepare-track";
import { useTrack } from "./use-track";

export interface TimeScrubberProps {
  /** Unix ms; null: now. */
  at: number | null;
  onAt: (at: number | null) => void;
  app: string | null;
  resources: ReadonlySet<string>;
  /** Whether the moment that is shown is still being read: the film waits for it. */
  isBusy: boolean;
}

/** Moments are read on this grid, so that scrubbing back finds them again. */
const GRID_MS = 5_000;
/** A window is played in so many pictures, this far apart. Our choice: an hour in about a minute. */
const PICTURES = 90;
const PICTURE_MS = 700;

/** Sets the moment that the diagram shows: anywhere in the window of the page, by hand or as a film. */
export function TimeScrubber(props: TimeScrubberProps) {
  const { resolved } = useTimeRange();
  if (resolved === null) return <div className="h-14" />;
  return <Scrubber {...props} range={resolved} />;
}

function Scrubber({ at, onAt, app, resources, isBusy, range }: TimeScrubberProps & { range: RangeMs }) {
  const t = useTranslations("architecture");
  const text = useTimeText();
  const track = useTrack(range, app, resources);
  const step = Math.max(GRID_MS, Math.round((range.to - range.from) / PICTURES / GRID_MS) * GRID_MS);
  const shown = Math.min(range.to, Math.max(range.from, at ?? range.to));
  const go = (to: number): void =>
    onAt(to >= range.to ? null : Math.max(range.from, Math.round(to / GRID_MS) * GRID_MS));
  const film = useFilm(() => go(shown + step), isBusy, at === null);
  return (
    <section aria-label={t("scrubber")} className="flex flex-wrap items-center gap-2">
      <div className="flex items-center gap-1">
        <IconButton icon={ChevronLeft} label={t("stepBack")} onClick={() => go(shown - step)} />
        <IconButton
          icon={film.isOn ? Pause : Play}
          label={film.isOn ? t("pause") : t("play")}
          onClick={() => {
            // From now on there is nothing to play: begin at the beginning.
            if (!film.isOn && at === null) onAt(Math.round(range.from / GRID_MS) * GRID_MS);
            film.set(!film.isOn);
          }}
        />
        <IconButton
          icon={ChevronRight}
          label={t("stepForward")}
          disabled={at === null}
          onClick={() => go(shown + step)}
        />
        <Button
          aria-pressed={at === null}
          onClick={() => onAt(null)}
          className={at === null ? "text-ok" : ""}
        >
          <Radio className="size-4" aria-hidden />
          {t("now")}
        </Button>
      </div>
      <div className="relative min-w-48 flex-1">
        <Track bars={track} />
        <input
          type="range"
          aria-label={t("moment")}
          aria-valuetext={at === null ? t("now") : text.dateTime(shown)}
          min={range.from}
          max={range.to}
          step={GRID_MS}
          value={shown}
          onChange={(event) => go(Number(event.currentTarget.value))}
          className="scrubber relative w-full"
        />
        <div className="flex justify-between text-xs text-faint" aria-hidden>
          <span>{text.dateTime(range.from)}</span>
          <span>{text.dateTime(range.to)}</span>
        </div>
      </div>
      <output className={classNames("text-right font-medium text-accent", at !== null && "w-36")}>
        {at === null ? "" : text.dateTime(shown)}
      </output>
    </section>
  );
}

/** Calls `onPicture` again and again, but never before the last picture is there. It ends by itself at the present. */
function useFilm(onPicture: () => void, isBusy: boolean, isAtEnd: boolean) {
  const [isOn, set] = useState(false);
  const [started, setStarted] = useState(false);
  const next = useEffectEvent(onPicture);
  if (isOn && started && isAtEnd) {
    set(false);
    setStarted(false);
  }
  if (isOn && !started && !isAtEnd) setStarted(true);
  useEffect(() => {
    if (!isOn || isBusy) return undefined;
    const timer = setInterval(() => next(), PICTURE_MS);
    return () => clearInterval(timer);
  }, [isOn, isBusy]);
  return { isOn: isOn, set };
}

function Track({ bars }: { bars: ReturnType<typeof useTrack> }) {
  const t = useTranslations("architecture");
  return (
    <div aria-hidden className="absolute inset-x-0 top-0 h-5 rounded-sm bg-raised">
      <Bars bars={bars.gaps} className="inset-y-0 bg-unknown/25" title={t("gap")} />
      <Bars bars={bars.alarms} className="top-0 h-2" />
      <Bars bars={bars.faults} className="bottom-0 h-2 border border-critical !bg-transparent" />
    </div>
  );
}

const GROUND = {
  critical: "bg-critical",
  warning: "bg-warning",
  info: "bg-info",
  ok: "bg-ok",
  unknown: "",
} as const;

function Bars({ bars, className, title }: { bars: readonly TrackBar[]; className: string; title?: string }) {
  return bars.map((bar) => (
    <div
      key={bar.id}
      title={title ?? bar.title}
      className={classNames("absolute rounded-sm opacity-80", GROUND[bar.status], className)}
      style={{ left: `${100 * bar.left}%`, width: `${100 * bar.width}%` }}
    />
  ));
}
