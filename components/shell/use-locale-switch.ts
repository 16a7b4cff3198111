"use client";
import { useRouter } from "next/navigation";
import { rememberCookie } from "@/lib/core/cookies";
import { type Locale, LOCALE_COOKIE } from "@/lib/i18n/locale";

/** Changes the language of the page and remembers it. */
export function useLocaleSwitch(): (locale: Locale) => void {
  const router = useRouter();
  return (locale) => {
    rememberCookie(LOCALE_COOKIE, locale);
    router.refresh();
  };
}
