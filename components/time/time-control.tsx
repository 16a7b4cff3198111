"use client";
import { Clock, Pause, Play } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { useTimeText } from "@/components/ui/use-time-text";
import { AbsoluteRangeForm } from "./absolute-range-form";
import { AxisControl } from "./axis-control";
import { QUICK_RANGES, quickRangeOf } from "./quick-ranges";
import { type TimeRange, useTimeRange } from "./use-time-range";

/** Chooses the window that all pages show, and whether it follows the clock. */
export function TimeControl() {
  const t = useTranslations("common.range");
  const time = useTimeRange();
  const [open, setOpen] = useState(false);
  const current = quickRangeOf(time.range);
  return (
    <div className="flex min-w-0 items-center gap-1">
      <Popover open={open} onOpenChange={setOpen}>
        <PopoverTrigger
          render={
            <Button className="min-w-0 !shrink">
              <Clock className="size-4 shrink-0 text-faint" aria-hidden />
              <RangeName time={time} />
            </Button>
          }
        />
        <PopoverContent label={t("choose")} className="flex w-[28rem] flex-col gap-3 sm:flex-row">
          <ul aria-label={t("quick")} className="grid shrink-0 grid-cols-2 gap-0.5 sm:w-32 sm:grid-cols-1">
            {QUICK_RANGES.map((quick) => (
              <li key={quick}>
                <button
                  type="button"
                  aria-current={quick === current ? "true" : undefined}
                  onClick={() => {
                    time.setRange({ from: `now-${quick}`, to: "now" });
                    setOpen(false);
                  }}
                  className={classNames(
                    "flex h-7 w-full items-center rounded-md px-2 text-left hover:bg-raised",
                    quick === current ? "bg-raised font-medium text-accent" : "text-muted",
                  )}
                >
                  {t(quick)}
                </button>
              </li>
            ))}
          </ul>
          <div className="flex flex-1 flex-col gap-4 max-sm:border-t max-sm:pt-3 sm:border-l sm:pl-3">
            <AbsoluteRangeForm
              resolved={time.resolved}
              onApply={(range) => {
                time.setRange(range);
                setOpen(false);
              }}
            />
            <AxisControl time={time} />
          </div>
        </PopoverContent>
      </Popover>
      <Button
        variant="ghost"
        onClick={time.live ? time.pause : time.follow}
        title={time.live ? t("pause") : t("follow")}
        aria-pressed={time.live}
        className="!px-2"
      >
        {time.live ? <Pause className="size-3.5" aria-hidden /> : <Play className="size-3.5" aria-hidden />}
        <span className={classNames("max-sm:sr-only", time.live && "text-ok")}>
          {time.live ? t("live") : t("paused")}
        </span>
      </Button>
    </div>
  );
}

function RangeName({ time }: { time: TimeRange }) {
  const t = useTranslations("common.range");
  const text = useTimeText();
  const quick = quickRangeOf(time.range);
  if (quick) return <span className="truncate">{t(quick)}</span>;
  if (!time.resolved) return <span className="truncate">…</span>;
  const { from, to } = time.resolved;
  if (time.live) return <span className="truncate">{t("last", { duration: text.duration(to - from) })}</span>;
  return (
    <span className="truncate">
      {text.dateTime(from)} – {text.dateTime(to)}
    </span>
  );
}
