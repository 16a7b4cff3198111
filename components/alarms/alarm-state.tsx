"use client";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { StatusBadge } from "@/components/ui/status-badge";
import type { AlarmView } from "@/lib/alarms/schemas";
import { SEVERITY_STATUS } from "./severity-status";

/** Firing in the colour of its severity; pending and resolved are not yet, or no longer, a condition. */
export function AlarmState({ alarm }: { alarm: Pick<AlarmView, "state" | "severity"> }) {
  const t = useTranslations("alarms");
  if (alarm.state !== "firing") return <Badge>{t(`states.${alarm.state}`)}</Badge>;
  return (
    <StatusBadge status={SEVERITY_STATUS[alarm.severity]}>{t(`severities.${alarm.severity}`)}</StatusBadge>
  );
}
