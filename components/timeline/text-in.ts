import type { Locale } from "@/lib/i18n/locale";

/** The language of the page as one of ours: next-intl types it as any text. */
export function asLocale(locale: string): Locale {
  return locale === "zh" ? "zh" : "en";
}

/** Title of a row that carries both languages. */
export function titleIn(locale: string, row: { title: string; titleZh: string }): string {
  return asLocale(locale) === "zh" ? row.titleZh : row.title;
}
