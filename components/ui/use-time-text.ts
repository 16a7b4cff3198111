"use client";
import { useFormatter, useTranslations } from "next-intl";
import { useMemo } from "react";
import { MINUTE_MS } from "@/lib/core/time";
import { timeParts } from "./time-parts";

export interface TimeText {
  /** `2 min 5 s`. */
  duration: (ms: number, parts?: number) => string;
  /** `3 s ago`; a moment to come is `in 3 s`. */
  age: (ms: number) => string;
  /** Distance from T0: `T−30 min`, `T+2 h 5 min`. */
  toT0: (ms: number) => string;
  /** `20 Nov 16:41:05` in the reader's zone. */
  dateTime: (at: number) => string;
  /** `Thu 20 Nov 16:41`: for what is planned, where seconds say nothing. */
  schedule: (at: number) => string;
  /** `16:41:05`. */
  time: (at: number) => string;
}

/** Times as text, in the reader's language and zone. */
export function useTimeText(): TimeText {
  const t = useTranslations("common.time");
  const format = useFormatter();
  return useMemo(() => {
    const duration = (ms: number, parts = 2) =>
      timeParts(ms, parts)
        .map(({ unit, count }) => t(unit, { count }))
        .join(" ");
    return {
      duration,
      // One unit says enough of an age; under a minute the seconds matter.
      age: (ms) =>
        ms >= 0 ? t("ago", { duration: duration(ms, 1) }) : t("in", { duration: duration(-ms, 1) }),
      toT0: (ms) => `T${ms < 0 ? "−" : "+"}${duration(Math.abs(ms), Math.abs(ms) < MINUTE_MS ? 1 : 2)}`,
      dateTime: (at) =>
        format.dateTime(at, {
          month: "short",
          day: "numeric",
          hour: "2-digit",
          minute: "2-digit",
          second: "2-digit",
          hourCycle: "h23",
        }),
      schedule: (at) =>
        format.dateTime(at, {
          weekday: "short",
          month: "short",
          day: "numeric",
          hour: "2-digit",
          minute: "2-digit",
          hourCycle: "h23",
        }),
      time: (at) =>
        format.dateTime(at, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }),
    };
  }, [t, format]);
}
