"use client";
import { ChartSpline } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Panel } from "@/components/ui/panel";
import { useNow } from "@/components/ui/use-now";
import { useTimeText } from "@/components/ui/use-time-text";
import type { EventView } from "@/lib/events/schemas";
import { useLocalText } from "@/lib/i18n/use-local-text";
import { eventTimelineHref } from "./event-timeline-href";
import { EventCountdown } from "./event-countdown";
import { PhaseBadge } from "./phase-badge";
import { PhaseBar } from "./phase-bar";

/** One event: where it stands, when its phases run, and the way to its timeline. */
export function EventCard({ event }: { event: EventView }) {
  const t = useTranslations("events");
  const local = useLocalText();
  const time = useTimeText();
  const now = useNow(60_000);
  return (
    <Panel
      id={event.slug}
      title={
        <span className="flex flex-wrap items-center gap-2">
          {local(event.title, event.titleZh)}
          <PhaseBadge phase={event.phase} />
        </span>
      }
      description={t("peak", { app: event.app, ratio: event.expectedPeakRatio })}
      actions={
        now > event.preAt && (
          <Link
            href={eventTimelineHref(event, now)}
            className="inline-flex h-8 items-center gap-1.5 rounded-md border bg-raised px-3 hover:border-line-strong"
          >
            <ChartSpline className="size-4 text-faint" aria-hidden />
            {t("onTimeline")}
          </Link>
        )
      }
    >
      <div className="flex flex-col gap-4">
        <EventCountdown event={event} />
        <PhaseBar event={event} />
        <dl className="grid grid-cols-2 gap-x-4 gap-y-2 sm:grid-cols-4">
          {(["preAt", "t0", "endAt", "postEndAt"] as const).map((moment) => (
            <div key={moment}>
              <dt className="text-sm text-faint">{t(`moments.${moment}`)}</dt>
              <dd>{time.schedule(event[moment])}</dd>
            </div>
          ))}
        </dl>
      </div>
    </Panel>
  );
}
