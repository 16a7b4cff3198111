"use client";
import { useLocale, useTranslations } from "next-intl";
import { formatValue } from "@/lib/core/units";
import type { Reason } from "@/lib/experiments/schemas";

/** A reason of a verdict as a sentence. */
export function useReasonText(): (reason: Reason) => string {
  const t = useTranslations("experiments.reasons");
  const locale = useLocale();
  return ({ key, values }) => {
    const { title, titleZh, reason, reasonZh, detectS, withinS, measuredS, value, ...rest } = values;
    return t(key, {
      ...rest,
      title: String((locale === "zh" ? titleZh : title) ?? title ?? ""),
      reason: String((locale === "zh" ? reasonZh : reason) ?? reason ?? ""),
      detect: seconds(detectS),
      limit: seconds(withinS),
      measured: seconds(measuredS),
      // A ratio reaches us without its unit: three figures say enough in a sentence.
      value: typeof value === "number" ? formatValue(value) : "–",
    });
  };
}

function seconds(value: string | number | undefined): string {
  return typeof value === "number" ? formatValue(value, "seconds") : "–";
}
