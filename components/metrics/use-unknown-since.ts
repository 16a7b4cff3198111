"use client";
import { useTranslations } from "next-intl";
import { useTimeText } from "@/components/ui/use-time-text";
import { useMetricsHealth } from "./use-metrics-health";

/** "Unknown since 12:03:04" while the store of metrics does not answer, else null. */
export function useUnknownSince(): string | null {
  const t = useTranslations("live.metrics");
  const time = useTimeText();
  const { awaySince } = useMetricsHealth();
  return awaySince === null ? null : t("unknownSince", { time: time.time(awaySince) });
}
