"use client";
import { useRouter } from "next/navigation";
import { useTimeZone } from "next-intl";
import { useEffect } from "react";
import { rememberCookie, TIMEZONE_COOKIE } from "@/lib/core/cookies";

/** Tells the server this browser's time zone, and renders again when it wrote times in another. */
export function useTimezoneCookie(): void {
  const router = useRouter();
  const serverTimeZone = useTimeZone();
  useEffect(() => {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    if (timeZone === serverTimeZone) return;
    rememberCookie(TIMEZONE_COOKIE, timeZone);
    router.refresh();
  }, [router, serverTimeZone]);
}
