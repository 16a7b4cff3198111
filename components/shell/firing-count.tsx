"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { alarmQueries } from "@/components/alarms/alarm-queries";
import { SEVERITY_STATUS } from "@/components/alarms/severity-status";
import { StatusShape } from "@/components/ui/status-shape";

/** How many alarms fire, in the look of the worst; nothing when none does. */
export function FiringCount({ compact = false }: { compact?: boolean }) {
  const t = useTranslations("nav");
  // Worst first, as the server orders them.
  const firing = useQuery(alarmQueries.firing()).data ?? [];
  const [worst] = firing;
  if (!worst) return null;
  return (
    <span className={compact ? "absolute -top-1 -right-1.5 flex" : "ml-auto flex items-center gap-1 text-sm"}>
      <StatusShape
        status={SEVERITY_STATUS[worst.severity]}
        label={t("firing", { count: firing.length })}
        className="size-2.5"
      />
      {!compact && <span aria-hidden>{firing.length}</span>}
    </span>
  );
}
