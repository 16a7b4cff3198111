"use client";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import Link from "next/link";
import type { ReactNode } from "react";
import { useOpenAlarms } from "@/components/alarms/use-open-alarms";
import { useMetricsHealth } from "@/components/metrics/use-metrics-health";
import { useUnknownSince } from "@/components/metrics/use-unknown-since";
import { useTimeHref } from "@/components/shell/use-time-href";
import { Age } from "@/components/ui/age";
import { Stat } from "@/components/ui/stat";
import type { Status } from "@/components/ui/status";
import { useNow } from "@/components/ui/use-now";
import { useTimeText } from "@/components/ui/use-time-text";
import { SEVERITIES, UNWATCHED_AFTER_MS } from "@/lib/alarms/constants";
import { MINUTE_MS, SECOND_MS, type UnixMs } from "@/lib/core/time";
import { formatValue } from "@/lib/core/units";
import { findMetric } from "@/lib/products/catalogue";
import { SEVERITY_STATUS } from "./prepare-bars";
import { staleAfter } from "./prepare-freshness";
import { chooseEvent } from "./prepare-phases";
import { titleIn } from "./text-in";
import { useTimeline } from "./timeline-context";
import { timelineQueries } from "./timeline-queries";

/** The whole mall over the last minute: what its rates need at a sample every 5 s or 15 s. */
const HEADLINES = {
  success: `sum(rate(business_requests_total{outcome="ok"}[1m])) / sum(rate(business_requests_total[1m]))`,
  orders: "60 * sum(rate(business_orders_total[1m]))",
  p99: "histogram_quantile(0.99, sum by (le) (rate(business_request_duration_seconds_bucket[1m])))",
  newest: "max(timestamp(business_requests_total))",
} as const;

/** Samples of the simulated cloud come every 5 s, those of a Prometheus every 15 s or 60 s by custom. */
const STALE_MS = staleAfter(15 * SECOND_MS);
/** The risk scan runs each minute; two missed ones are stale. */
const SCORE_STALE_MS = 5 * MINUTE_MS;

function thresholdStatus(metric: string, value: number | undefined): Status | undefined {
  const found = findMetric(metric)?.metric;
  if (value === undefined || !found?.threshold) return undefined;
  const worse = found.bad === "high" ? value > found.threshold.value : value < found.threshold.value;
  return worse ? "critical" : "ok";
}

function Tile({ children, href }: { children: ReactNode; href?: string }) {
  const className = "min-w-36 shrink-0 bg-surface px-3 py-2 sm:min-w-0";
  return href === undefined ? (
    <div className={className}>{children}</div>
  ) : (
    <Link href={href} className={`${className} hover:bg-raised`}>
      {children}
    </Link>
  );
}

function BusinessTiles() {
  const t = useTranslations("timeline.status");
  const query = useQuery(timelineQueries.values("headlines", HEADLINES));
  const { awaySince } = useMetricsHealth();
  const values = awaySince === null ? query.data : undefined;
  const newest = values?.get("newest");
  const since = useUnknownSince();
  const age = since ?? <Age at={newest === undefined ? null : newest * SECOND_MS} staleAfterMs={STALE_MS} />;
  const success = values?.get("success");
  const p99 = values?.get("p99");
  const orders = values?.get("orders");
  const now = useNow(SECOND_MS);
  // A last good figure stays on the screen with its age, but says nothing of how things are now.
  const isOld = newest === undefined || (now > 0 && now - newest * SECOND_MS > STALE_MS);
  return (
    <>
      <Tile>
        <Stat
          label={t("success")}
          value={success === undefined ? null : formatValue(success, "ratio")}
          status={isOld ? "unknown" : thresholdStatus("business_success_ratio", success)}
          note={age}
        />
      </Tile>
      <Tile>
        <Stat
          label={t("orders")}
          value={orders === undefined ? null : formatValue(Math.round(orders))}
          note={age}
        />
      </Tile>
      <Tile>
        <Stat
          label={t("p99")}
          value={p99 === undefined ? null : formatValue(p99, "seconds")}
          status={isOld ? "unknown" : thresholdStatus("business_request_duration_seconds", p99)}
          note={age}
        />
      </Tile>
    </>
  );
}

function AlarmTile() {
  const t = useTranslations("timeline");
  const href = useTimeHref();
  const { query, watch } = useOpenAlarms();
  const alarms = query.data?.alarms;
  const firing = alarms?.filter((alarm) => alarm.state === "firing");
  const pending = alarms?.filter((alarm) => alarm.state === "pending").length ?? 0;
  const worst = SEVERITIES.find((severity) => firing?.some((alarm) => alarm.severity === severity));
  const notes = [
    worst ? t("status.worst", { severity: t(`severity.${worst}`) }) : "",
    pending > 0 ? t("status.pending", { count: pending }) : "",
    watch === "partly" ? t("status.failing", { count: query.data?.watch.failing ?? 0 }) : "",
  ].filter(Boolean);
  const since = useUnknownSince();
  const unknown =
    since !== null || firing === undefined || query.isError || watch === "unwatched" || watch === "blind";
  const good = watch === "watched" ? "ok" : "unknown";
  return (
    <Tile href={href("/alarms")}>
      <Stat
        label={t("status.firing")}
        value={unknown ? null : firing.length}
        status={worst && !unknown ? SEVERITY_STATUS[worst] : good}
        note={
          notes.length > 0 && !unknown ? (
            notes.join(" · ")
          ) : since !== null ? (
            since
          ) : (
            <Age at={query.data?.watch.evaluatedAt ?? null} staleAfterMs={UNWATCHED_AFTER_MS} />
          )
        }
      />
    </Tile>
  );
}

function HealthTile() {
  const t = useTranslations("timeline.status");
  const href = useTimeHref();
  const query = useQuery(timelineQueries.risk());
  const score = query.data?.score ?? null;
  const scannedAt = query.data?.scannedAt ?? null;
  return (
    <Tile href={href("/risks")}>
      <Stat
        label={t("health")}
        value={score === null ? null : Math.floor(score)}
        unit={t("outOf")}
        note={scannedAt === null ? t("neverScanned") : <Age at={scannedAt} staleAfterMs={SCORE_STALE_MS} />}
      />
    </Tile>
  );
}

function EventTile() {
  const t = useTranslations("timeline");
  const locale = useLocale();
  const text = useTimeText();
  const { events } = useTimeline();
  const now = useNow(SECOND_MS);
  const event = now > 0 ? chooseEvent(events, null, now) : undefined;
  return (
    <Tile>
      <Stat
        label={t("status.event")}
        value={event ? text.toT0(now - event.t0) : "—"}
        note={event ? `${phaseName(t, event, now)}${titleIn(locale, event)}` : t("status.noEvent")}
      />
    </Tile>
  );
}

function phaseName(
  t: ReturnType<typeof useTranslations<"timeline">>,
  event: { preAt: UnixMs; t0: UnixMs; endAt: UnixMs; postEndAt: UnixMs },
  now: UnixMs,
): string {
  if (now < event.preAt || now >= event.postEndAt) return "";
  const phase = now < event.t0 ? "pre" : now < event.endAt ? "during" : "post";
  return `${t(`phases.${phase}`)} · `;
}

function FreshnessTile({ newest: known }: { newest: UnixMs | null }) {
  const t = useTranslations("timeline.status");
  const since = useUnknownSince();
  const newest = since === null ? known : null;
  return (
    <Tile>
      <Stat
        label={t("freshness")}
        value={newest === null ? null : <Age at={newest} staleAfterMs={STALE_MS} />}
        note={newest === null ? (since ?? t("unknown")) : undefined}
      />
    </Tile>
  );
}

/** The state of the business in one line; each tile tells how old it is, and unknown is never drawn as good. */
export function StatusStrip({ newest }: { newest: UnixMs | null }) {
  const t = useTranslations("timeline.status");
  return (
    <section
      aria-label={t("label")}
      data-status-strip
      className="flex gap-px overflow-x-auto border-y bg-line sm:grid sm:grid-cols-4 xl:grid-cols-7"
    >
      <BusinessTiles />
      <AlarmTile />
      <HealthTile />
      <EventTile />
      <FreshnessTile newest={newest} />
    </section>
  );
}
