"use client";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { StatusBadge } from "@/components/ui/status-badge";
import type { RunState, RunVerdict } from "@/lib/experiments/constants";
import { isOver, RUN_VERDICT_STATUS } from "./verdict-status";

export function RunStateBadge({ state }: { state: RunState }) {
  const t = useTranslations("experiments.states");
  return <Badge tone={isOver(state) ? "neutral" : "accent"}>{t(state)}</Badge>;
}

/** What the run proved; nothing while that is open. */
export function RunVerdictBadge({ verdict }: { verdict: RunVerdict | null }) {
  const t = useTranslations("experiments.verdicts");
  if (verdict === null) return null;
  return <StatusBadge status={RUN_VERDICT_STATUS[verdict]}>{t(verdict)}</StatusBadge>;
}
