"use client";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import { useNow } from "@/components/ui/use-now";
import type { EventView } from "@/lib/events/schemas";

const GROUND = { pre: "bg-info/25", during: "bg-accent/45", post: "bg-unknown/25" } as const;

/** The three phases to scale, with T0 and now marked. */
export function PhaseBar({ event }: { event: EventView }) {
  const t = useTranslations("events");
  const now = useNow(10_000);
  const total = event.postEndAt - event.preAt;
  const percent = (at: number) => (100 * (at - event.preAt)) / total;
  const phases = [
    { key: "pre", from: event.preAt, to: event.t0 },
    { key: "during", from: event.t0, to: event.endAt },
    { key: "post", from: event.endAt, to: event.postEndAt },
  ] as const;
  return (
    <div className="relative pt-5">
      <div className="flex h-5 gap-px overflow-hidden rounded-md">
        {phases.map(({ key, from, to }) => (
          <span
            key={key}
            style={{ width: `${percent(event.preAt + to - from)}%` }}
            className={classNames(
              "flex items-center overflow-hidden px-1.5 text-xs whitespace-nowrap",
              GROUND[key],
            )}
          >
            {t(`phases.${key}`)}
          </span>
        ))}
      </div>
      <Mark percent={percent(event.t0)} label="T0" />
      {now > event.preAt && now < event.postEndAt && <Mark percent={percent(now)} label={t("now")} strong />}
    </div>
  );
}

function Mark({ percent, label, strong = false }: { percent: number; label: string; strong?: boolean }) {
  return (
    <span
      style={{ left: `${percent}%` }}
      className={classNames(
        "absolute top-0 bottom-0 border-l pl-1 text-xs leading-4",
        strong ? "border-fg font-medium text-fg" : "border-line-strong text-faint",
      )}
    >
      {label}
    </span>
  );
}
