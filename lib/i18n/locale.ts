export const LOCALES = ["en", "zh"] as const;
export type Locale = (typeof LOCALES)[number];

export const LOCALE_COOKIE = "locale";

export function isLocale(text: string | undefined): text is Locale {
  return LOCALES.some((locale) => locale === text);
}

/**
 * The language to answer in: the reader's own choice, else the first one of `Accept-Language` that we speak, by weight.
 *
 * @param cookie value of the `locale` cookie.
 * @param acceptLanguage the request header (RFC 9110, section 12.5.4).
 * @returns English when nothing fits.
 */
export function chooseLocale(cookie: string | undefined, acceptLanguage: string | null): Locale {
  if (isLocale(cookie)) return cookie;
  const wanted = (acceptLanguage ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
      const weight = parameters.map((p) => p.trim()).find((p) => p.startsWith("q="));
      return { language: tag.split("-")[0], weight: weight ? Number(weight.slice(2)) : 1 };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return wanted.map(({ language }) => language).find(isLocale) ?? "en";
}

/** The reader's time zone, or UTC where the cookie is absent or names no zone that this runtime knows. */
export function chooseTimeZone(cookie: string | undefined): string {
  if (cookie === undefined) return "UTC";
  try {
    return new Intl.DateTimeFormat("en", { timeZone: decodeURIComponent(cookie) }).resolvedOptions().timeZone;
  } catch {
    return "UTC"; // RangeError or URIError: the value is not a zone.
  }
}
