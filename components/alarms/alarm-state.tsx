"use client";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { StatusBadge } from "@/components/ui/status-badge";
import { StatusShape } from "@/components/ui/status-shape";
import type { AlarmView } from "@/lib/alarms/schemas";
import { SEVERITY_STATUS } from "./severity-status";

/** Firing in the colour of its severity; pending and resolved, not yet or no longer a condition, only in its shape. */
export function AlarmState({ alarm }: { alarm: Pick<AlarmView, "state" | "severity"> }) {
  const t = useTranslations("alarms");
  if (alarm.state !== "firing")
    return (
      <Badge>
        <StatusShape
          status={SEVERITY_STATUS[alarm.severity]}
          label={t(`severities.${alarm.severity}`)}
          className="size-2"
        />
        {t(`states.${alarm.state}`)}
      </Badge>
    );
  return (
    <StatusBadge status={SEVERITY_STATUS[alarm.severity]}>{t(`severities.${alarm.severity}`)}</StatusBadge>
  );
}
