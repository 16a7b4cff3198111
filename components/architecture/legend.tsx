"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { STATUSES } from "@/components/ui/status";
import { StatusShape } from "@/components/ui/status-shape";
import type { Overlay } from "@/lib/architecture/constants";

/** What each overlay has words for: a fault acts or not, there is nothing between. */
const MEANINGS = {
  health: {
    critical: "legends.health.critical",
    warning: "legends.health.warning",
    unknown: "legends.health.unknown",
    info: "legends.health.info",
    ok: "legends.health.ok",
  },
  utilisation: {
    critical: "legends.utilisation.critical",
    warning: "legends.utilisation.warning",
    unknown: "legends.utilisation.unknown",
    info: "legends.utilisation.info",
    ok: "legends.utilisation.ok",
  },
  risk: {
    critical: "legends.risk.critical",
    warning: "legends.risk.warning",
    unknown: "legends.risk.unknown",
    info: "legends.risk.info",
    ok: "legends.risk.ok",
  },
  alarms: {
    critical: "legends.alarms.critical",
    warning: "legends.alarms.warning",
    unknown: "legends.alarms.unknown",
    info: "legends.alarms.info",
    ok: "legends.alarms.ok",
  },
  faults: {
    critical: "legends.faults.critical",
    warning: null,
    unknown: "legends.faults.unknown",
    info: null,
    ok: "legends.faults.ok",
  },
  capacity: {
    critical: "legends.capacity.critical",
    warning: "legends.capacity.warning",
    unknown: "legends.capacity.unknown",
    info: null,
    ok: "legends.capacity.ok",
  },
} as const;

/** What colours, shapes and lines mean under the chosen overlay. */
export function Legend({ overlay }: { overlay: Overlay }) {
  const t = useTranslations("architecture");
  return (
    <section
      aria-label={t("legend")}
      className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-muted"
    >
      {STATUSES.toReversed().map((status) => {
        const meaning = MEANINGS[overlay][status];
        return meaning === null ? null : (
          <span key={status} className="inline-flex items-center gap-1.5">
            <StatusShape status={status} />
            {t(meaning)}
          </span>
        );
      })}
      <span aria-hidden className="h-4 border-l" />
      <Line label={t("lines.data")} />
      <Line label={t("lines.silent")} dash="6 4" />
      <Line label={t("lines.undrawn")} dash="2 3" className="text-info" />
    </section>
  );
}

function Line({
  label,
  dash,
  className = "text-faint",
}: {
  label: ReactNode;
  dash?: string;
  className?: string;
}) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <svg viewBox="0 0 24 8" aria-hidden className={`h-2 w-6 ${className}`}>
        <path d="M0 4H24" stroke="currentColor" strokeWidth="2" strokeDasharray={dash} />
      </svg>
      {label}
    </span>
  );
}
