"use client";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { StatusBadge } from "@/components/ui/status-badge";
import type { AlarmRuleView } from "@/lib/alarms/schemas";
import { SEVERITY_STATUS } from "./severity-status";

/** The worst that the open alarms of a rule are in. A rule that could not be evaluated is unknown, never quiet. */
export function RuleState({ rule }: { rule: AlarmRuleView }) {
  const t = useTranslations("alarms");
  if (rule.firing > 0)
    return (
      <StatusBadge status={SEVERITY_STATUS[rule.severity]}>
        {t("firingCount", { count: rule.firing })}
      </StatusBadge>
    );
  if (rule.health !== "ok") return <StatusBadge status="unknown">{t("healths.unknown")}</StatusBadge>;
  if (rule.pending > 0) return <Badge>{t("pendingCount", { count: rule.pending })}</Badge>;
  return <StatusBadge status="ok">{t("quiet")}</StatusBadge>;
}
