"use client";
import { useTranslations } from "next-intl";
import { StatusShape } from "@/components/ui/status-shape";
import type { Status } from "@/components/ui/status";
import type { RuleHealth } from "@/lib/alarms/constants";

const HEALTH_STATUS = { ok: "ok", error: "critical", unknown: "unknown" } as const satisfies Record<
  RuleHealth,
  Status
>;

/** Whether the rule itself works, with the error in words: a broken rule is silent for the wrong reason. */
export function RuleHealthBadge({ rule }: { rule: { health: RuleHealth; lastError: string | null } }) {
  const t = useTranslations("alarms");
  return (
    <span className="flex items-start gap-1.5">
      <StatusShape status={HEALTH_STATUS[rule.health]} className="mt-1.5 size-2" />
      <span className="min-w-0">
        {t(`healths.${rule.health}`)}
        {rule.lastError !== null && (
          <span className="block w-64 text-sm whitespace-normal [overflow-wrap:anywhere] text-critical">
            {rule.lastError}
          </span>
        )}
      </span>
    </span>
  );
}
