"use client";
import { useFormatter, useTranslations } from "next-intl";
import { Age } from "@/components/ui/age";
import { Panel } from "@/components/ui/panel";
import { Stat } from "@/components/ui/stat";
import { useTimeText } from "@/components/ui/use-time-text";
import { formatCompact, formatValue } from "@/lib/core/units";
import type { SourceDetails } from "@/lib/sources/schemas";
import { RateLine } from "./rate-line";
import { sourceName } from "./source-name";
import { SILENT_AFTER_MS } from "./source-state";

/** What a source sends, now and since it was first seen. */
export function SourceFigures({ source }: { source: SourceDetails }) {
  const t = useTranslations("sources");
  const format = useFormatter();
  const text = useTimeText();
  const error = format.number(source.seriesErrorRatio, { style: "percent", maximumFractionDigits: 1 });
  const since = t("details.sinceFirst", { date: text.dateTime(source.firstSeenAt) });
  const { lastAcceptedAt, totals } = source;
  return (
    <Panel>
      <div className="grid grid-cols-2 gap-x-4 gap-y-3 md:grid-cols-4">
        <Stat
          label={t("table.rate")}
          value={formatCompact(source.samplesPerS)}
          note={
            <RateLine
              history={source.history}
              label={t("table.rateLine", { name: sourceName(t, source) })}
              width={120}
            />
          }
        />
        <Stat
          label={t("table.series")}
          value={`≈ ${formatCompact(source.series)}`}
          note={<span title={t("seriesHint", { error })}>± {error}</span>}
        />
        <Stat
          label={t("details.lastAccepted")}
          value={lastAcceptedAt === null ? null : <Age at={lastAcceptedAt} staleAfterMs={SILENT_AFTER_MS} />}
          note={lastAcceptedAt === null ? t("details.never") : text.dateTime(lastAcceptedAt)}
        />
        <Stat label={t("details.samplesTotal")} value={formatCompact(totals.samples)} note={since} />
        <Stat label={t("details.requestsTotal")} value={formatCompact(totals.requests)} note={since} />
        {source.protocol !== "internal" && (
          <Stat label={t("details.bytesTotal")} value={formatValue(totals.bytes, "bytes")} note={since} />
        )}
        <Stat
          label={t("table.throttled")}
          value={formatCompact(source.throttledRequests)}
          status={source.throttledRequests > 0 ? "warning" : undefined}
        />
        <Stat
          label={t("table.via")}
          value={t(`protocols.${source.protocol}`)}
          note={
            source.protocol === "internal" ? undefined : (
              <span title={source.agent ?? undefined}>{source.agent ?? t("details.agentUnknown")}</span>
            )
          }
        />
      </div>
    </Panel>
  );
}
