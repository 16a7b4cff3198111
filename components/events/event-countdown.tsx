"use client";
import { useTranslations } from "next-intl";
import { useNow } from "@/components/ui/use-now";
import { useTimeText } from "@/components/ui/use-time-text";
import type { EventView } from "@/lib/events/schemas";

/** Distance from T0, and what comes next and when. */
export function EventCountdown({ event }: { event: EventView }) {
  const t = useTranslations("events");
  const now = useNow(1_000);
  const time = useTimeText();
  if (event.phase === "cancelled") return <p className="text-muted">{t("next.cancelled")}</p>;
  const next = nextMoment(event, now);
  return (
    <p className="flex flex-wrap items-baseline gap-x-3">
      <span className="text-2xl font-semibold">{now > 0 ? time.toT0(now - event.t0) : "T"}</span>
      {now > 0 && (
        <span className="text-muted">
          {next ? t(`next.${next.key}`, { duration: time.duration(next.at - now) }) : t("next.closed")}
        </span>
      )}
    </p>
  );
}

function nextMoment(event: EventView, now: number) {
  return (["preAt", "t0", "endAt", "postEndAt"] as const)
    .map((key) => ({ key, at: event[key] }))
    .find(({ at }) => at > now);
}
