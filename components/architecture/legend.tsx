"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { STATUSES } from "@/components/ui/status";
import { StatusShape } from "@/components/ui/status-shape";
import type { Overlay } from "@/lib/architecture/constants";

/** What colours, shapes and lines mean under the chosen overlay. */
export function Legend({ overlay }: { overlay: Overlay }) {
  const t = useTranslations("architecture");
  return (
    <section
      aria-label={t("legend")}
      className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-muted"
    >
      {STATUSES.toReversed().map((status) => {
        const text = t(`legends.${overlay}.${status}`);
        return text === "" ? null : (
          <span key={status} className="inline-flex items-center gap-1.5">
            <StatusShape status={status} />
            {text}
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
