import { useLocale } from "next-intl";

/** Picks the reader's language out of a text that exists in both. */
export function useLocalText(): (en: string, zh: string) => string {
  const locale = useLocale();
  return locale === "zh" ? (_en, zh) => zh : (en) => en;
}
