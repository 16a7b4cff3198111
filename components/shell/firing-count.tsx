"use client";
import { useTranslations } from "next-intl";
import { SEVERITY_STATUS } from "@/components/alarms/severity-status";
import { useOpenAlarms } from "@/components/alarms/use-open-alarms";
import { StatusShape } from "@/components/ui/status-shape";

/** How many alarms fire, in the look of the worst; nothing when none does, unknown when nobody watches. */
export function FiringCount({ compact = false }: { compact?: boolean }) {
  const t = useTranslations("nav");
  // Worst first, as the server orders them.
  const { query, watch } = useOpenAlarms("frame");
  const firing = query.data?.alarms.filter((alarm) => alarm.state === "firing") ?? [];
  const [worst] = firing;
  const className = compact ? "absolute -top-1 -right-1.5 flex" : "ml-auto flex items-center gap-1 text-sm";
  if (watch === "unwatched" || watch === "blind") {
    return (
      <span className={className}>
        <StatusShape status="unknown" label={t("unwatched")} className="size-2.5" />
      </span>
    );
  }
  if (!worst) return null;
  return (
    <span className={className}>
      <StatusShape
        status={SEVERITY_STATUS[worst.severity]}
        label={t("firing", { count: firing.length })}
        className="size-2.5"
      />
      {!compact && <span aria-hidden>{firing.length}</span>}
    </span>
  );
}
