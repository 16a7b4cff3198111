"use client";
import { useTranslations } from "next-intl";
import { Panel } from "@/components/ui/panel";
import { StatusBadge } from "@/components/ui/status-badge";
import { formatValue } from "@/lib/core/units";
import type { RunReport } from "@/lib/experiments/schemas";
import { useLocalText } from "@/lib/i18n/use-local-text";
import { heldStatus } from "./verdict-status";

/** What was measured against its limit. */
export function TargetList({ targets }: { targets: RunReport["targets"] }) {
  const t = useTranslations("experiments");
  const local = useLocalText();
  return (
    <Panel title={t("measured")} description={t("measuredHint")}>
      <ul className="flex flex-col gap-3">
        {targets.map((target) => (
          <li key={target.title} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <StatusBadge status={heldStatus(target.met)}>
              {t(target.met === null ? "met.unknown" : target.met ? "met.yes" : "met.no")}
            </StatusBadge>
            <span className="min-w-48 flex-1">{local(target.title, target.titleZh)}</span>
            <span className="font-semibold">{formatValue(target.measuredS, "seconds")}</span>
            <span className="text-faint">
              {t("limit", { limit: formatValue(target.withinS, "seconds") })}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
