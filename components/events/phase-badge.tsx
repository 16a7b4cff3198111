"use client";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { EventPhase } from "@/lib/events/constants";

export function PhaseBadge({ phase }: { phase: EventPhase }) {
  const t = useTranslations("events.phases");
  return <Badge tone={phase === "during" ? "accent" : "neutral"}>{t(phase)}</Badge>;
}
