"use client";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import { useNow } from "@/components/ui/use-now";
import { useTimeText } from "@/components/ui/use-time-text";
import type { EventView } from "@/lib/events/schemas";
import { progressOf } from "./phase-progress";

const GROUND = { pre: "bg-info/40", during: "bg-accent/60", post: "bg-unknown/40" } as const;

/** The three phases side by side, each filled as far as it has run. Not to scale: hours would vanish beside weeks. */
export function PhaseBar({ event }: { event: EventView }) {
  const t = useTranslations("events");
  const time = useTimeText();
  const now = useNow(10_000);
  const phases = [
    { key: "pre", from: event.preAt, to: event.t0 },
    { key: "during", from: event.t0, to: event.endAt },
    { key: "post", from: event.endAt, to: event.postEndAt },
  ] as const;
  return (
    <ol className="grid grid-cols-3 gap-3">
      {phases.map(({ key, from, to }) => (
        <li key={key} className="min-w-0" aria-current={event.phase === key ? "step" : undefined}>
          <span className="flex items-baseline justify-between gap-2">
            <span
              className={classNames("truncate text-sm", event.phase === key ? "font-semibold" : "text-muted")}
            >
              {t(`phases.${key}`)}
            </span>
            <span className="shrink-0 text-xs text-faint">{time.duration(to - from)}</span>
          </span>
          <span className="mt-1 block h-2 overflow-hidden rounded-sm bg-raised">
            <span
              className={classNames("block h-full", GROUND[key])}
              style={{ width: `${100 * progressOf({ from, to }, now)}%` }}
            />
          </span>
        </li>
      ))}
    </ol>
  );
}
