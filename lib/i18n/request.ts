import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { TIMEZONE_COOKIE } from "@/lib/core/cookies";
import { chooseLocale, chooseTimeZone, LOCALE_COOKIE } from "./locale";
import { en } from "./messages/en";
import { zh } from "./messages/zh";

/** Called by next-intl for each request: no locale in the path, so that an address means the same to all readers. */
export default getRequestConfig(async () => {
  const [cookieStore, headerStore] = await Promise.all([cookies(), headers()]);
  const locale = chooseLocale(cookieStore.get(LOCALE_COOKIE)?.value, headerStore.get("accept-language"));
  const timeZone = chooseTimeZone(cookieStore.get(TIMEZONE_COOKIE)?.value);
  return { locale, timeZone, messages: locale === "zh" ? zh : en };
});
