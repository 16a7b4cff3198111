"use client";
import { useTranslations } from "next-intl";
import { Meter } from "@/components/ui/meter";
import { Panel } from "@/components/ui/panel";
import { useNow } from "@/components/ui/use-now";
import { useTimeText } from "@/components/ui/use-time-text";
import { MINUTE_MS } from "@/lib/core/time";
import { formatValue } from "@/lib/core/units";
import type { EmbeddedStorage } from "@/lib/metrics/retention/storage-view";
import { RetentionDialog } from "./retention-dialog";

/** The limits in force, and how much of each is used. */
export function RetentionPanel({ storage: { retention, status } }: { storage: EmbeddedStorage }) {
  const t = useTranslations("sources.storage");
  const text = useTimeText();
  const now = useNow(MINUTE_MS);
  const { maxAgeMs, maxBytes } = retention;
  const ageMs = status.oldestMs === null || now === 0 ? 0 : Math.max(0, now - status.oldestMs);
  const bytes = status.bytes.total - status.bytes.reusable;
  return (
    <Panel
      title={t("retention")}
      description={t("retentionHint")}
      actions={<RetentionDialog retention={retention} usedAgeMs={ageMs} usedBytes={bytes} />}
    >
      <div className="flex flex-col gap-4">
        <Meter
          label={t("byAge")}
          value={ageMs}
          max={maxAgeMs}
          text={t("ofAge", { used: text.duration(ageMs, 1), limit: text.duration(maxAgeMs, 1) })}
        />
        {maxBytes === null ? (
          <p className="flex justify-between gap-3">
            <span className="text-muted">{t("bySize")}</span>
            <span className="font-medium">{t("noSize")}</span>
          </p>
        ) : (
          <Meter
            label={t("bySize")}
            value={bytes}
            max={maxBytes}
            text={t("ofSize", {
              used: formatValue(bytes, "bytes"),
              limit: formatValue(maxBytes, "bytes"),
            })}
          />
        )}
        <p className="text-sm text-faint">
          {retention.source === "setting" ? t("fromSetting") : t("fromEnvironment")}
        </p>
      </div>
    </Panel>
  );
}
