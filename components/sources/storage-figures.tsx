"use client";
import { useTranslations } from "next-intl";
import { Age } from "@/components/ui/age";
import { Panel } from "@/components/ui/panel";
import { Stat } from "@/components/ui/stat";
import { useTimeText } from "@/components/ui/use-time-text";
import { formatCompact, formatValue } from "@/lib/core/units";
import type { EmbeddedStorage } from "@/lib/metrics/retention/storage-view";
import { SILENT_AFTER_MS } from "./source-state";

/** What the store holds and takes. */
export function StorageFigures({ storage: { status } }: { storage: EmbeddedStorage }) {
  const t = useTranslations("sources.storage");
  const text = useTimeText();
  const { bytes, samples, series, oldestMs, newestMs } = status;
  const used = bytes.total - bytes.reusable;
  return (
    <Panel title={t("now")} description={t("nowHint")}>
      <div className="grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-3">
        <Stat
          label={t("onDisk")}
          value={formatValue(bytes.total, "bytes")}
          note={t("reusable", { size: formatValue(bytes.reusable, "bytes") })}
        />
        <Stat
          label={t("samples")}
          value={formatCompact(samples)}
          note={samples > 0 ? t("bytesPerSample", { bytes: (used / samples).toFixed(2) }) : t("nothing")}
        />
        <Stat
          label={t("series")}
          value={formatCompact(series.total)}
          note={t("seriesNote", { active: formatCompact(series.active) })}
        />
        <Stat
          label={t("oldest")}
          value={oldestMs === null ? null : <Age at={oldestMs} />}
          note={oldestMs === null ? t("nothing") : text.dateTime(oldestMs)}
        />
        <Stat
          label={t("newest")}
          value={newestMs === null ? null : <Age at={newestMs} staleAfterMs={SILENT_AFTER_MS} />}
          note={newestMs === null ? t("nothing") : text.dateTime(newestMs)}
        />
      </div>
      {status.deletionsUnderWay > 0 && (
        <output className="mt-3 block text-sm text-muted">
          {t("deletions", { count: status.deletionsUnderWay })}
        </output>
      )}
    </Panel>
  );
}
