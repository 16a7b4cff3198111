"use client";
import { useFormatter } from "next-intl";
import { useTimeText } from "@/components/ui/use-time-text";
import { SECOND_MS } from "@/lib/core/time";
import { formatValue } from "@/lib/core/units";
import type { IngestLimitName } from "@/lib/metrics/constants";

/** A limit's value as people read it. Counts are written out: what is allowed must not be rounded. */
export function useLimitText(): (name: IngestLimitName, value: number) => string {
  const format = useFormatter();
  const time = useTimeText();
  return (name, value) => {
    if (name === "bodyBytes") return formatValue(value, "bytes");
    if (name === "outOfOrderSeconds") return time.duration(value * SECOND_MS, 2);
    return format.number(value, { maximumFractionDigits: value < 10 ? 1 : 0 });
  };
}
