"use client";
import { Keyboard, Plus, Table, ZoomIn, ZoomOut } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { TimeRange } from "@/components/time/use-time-range";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";
import { Select } from "@/components/ui/select";
import type { EventView } from "@/lib/events/schemas";
import { titleIn } from "./text-in";
import { COMPARE_PREVIOUS } from "./use-timeline-address";

export interface TimelineToolbarProps {
  time: TimeRange;
  events: readonly EventView[];
  /** The event whose T0 counts. */
  event: EventView | undefined;
  previous: EventView | undefined;
  compare: string | null;
  onAxis: (axis: "clock" | "event") => void;
  onEvent: (slug: string) => void;
  onCompare: (slug: string | null) => void;
  onZoom: (factor: number) => void;
  onAdd: () => void;
  onTable: () => void;
  onHelp: () => void;
}

const NONE = "none";

/** What the time axis counts, what it is compared with, and what is shown on it. */
export function TimelineToolbar(props: TimelineToolbarProps) {
  const t = useTranslations("timeline");
  const locale = useLocale();
  const { time, events, event, previous, compare } = props;
  const comparable = events.filter(
    (each) => each.id !== event?.id && event !== undefined && each.t0 < event.t0,
  );
  return (
    <div className="flex flex-wrap items-center gap-2">
      <AxisSwitch axis={time.axis} disabled={events.length === 0} onAxis={props.onAxis} />
      {time.axis === "event" && event && (
        <Select
          label={t("event")}
          value={event.slug}
          options={events.map((each) => ({ value: each.slug, label: titleIn(locale, each) }))}
          onValueChange={props.onEvent}
          className="!w-52"
        />
      )}
      {previous && (
        <Select
          label={t("compare")}
          value={compare === COMPARE_PREVIOUS ? previous.slug : (compare ?? NONE)}
          options={[
            { value: NONE, label: t("compareNone") },
            ...comparable.map((each) => ({
              value: each.slug,
              label: t("compareWith", { event: titleIn(locale, each) }),
            })),
          ]}
          onValueChange={(slug) =>
            props.onCompare(slug === NONE ? null : slug === previous.slug ? COMPARE_PREVIOUS : slug)
          }
          className="!w-60"
        />
      )}
      <Button onClick={props.onAdd}>
        <Plus className="size-4" aria-hidden />
        {t("addMetric")}
      </Button>
      <div className="flex">
        <IconButton
          icon={ZoomOut}
          label={t("zoomOut")}
          onClick={() => props.onZoom(2)}
          className="max-sm:hidden"
        />
        <IconButton
          icon={ZoomIn}
          label={t("zoomIn")}
          onClick={() => props.onZoom(0.5)}
          className="max-sm:hidden"
        />
        <IconButton icon={Table} label={t("table")} onClick={props.onTable} />
        <IconButton icon={Keyboard} label={t("help")} onClick={props.onHelp} />
      </div>
    </div>
  );
}

function AxisSwitch({
  axis,
  disabled,
  onAxis,
}: {
  axis: "clock" | "event";
  disabled: boolean;
  onAxis: (axis: "clock" | "event") => void;
}) {
  const t = useTranslations("timeline");
  return (
    <fieldset
      aria-label={t("axis")}
      className="flex h-8 overflow-hidden rounded-md border border-line-strong"
    >
      {(["clock", "event"] as const).map((each) => (
        <button
          key={each}
          type="button"
          disabled={disabled}
          aria-pressed={axis === each}
          onClick={() => onAxis(each)}
          className={classNames(
            "px-3 whitespace-nowrap disabled:opacity-55",
            axis === each ? "bg-accent/16 font-medium text-accent" : "text-muted hover:bg-raised",
          )}
        >
          {t(each === "clock" ? "clockTime" : "eventTime")}
        </button>
      ))}
    </fieldset>
  );
}
