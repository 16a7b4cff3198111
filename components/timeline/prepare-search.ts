import type { Locale } from "@/lib/i18n/locale";
import { PRODUCTS } from "@/lib/products/catalogue";
import { isPromql } from "./metric-names";
import { isMetricName } from "./prepare-view";

export interface Suggestion {
  /** What is added when it is chosen: a metric's name or an expression. */
  value: string;
  title: string;
  detail: string;
  kind: "catalogue" | "stored" | "promql";
}

/** All that people may call a metric, lower case. */
interface Entry extends Suggestion {
  words: string;
}

export function catalogueEntries(locale: Locale): Entry[] {
  return PRODUCTS.flatMap((product) =>
    product.metrics.map((metric) => ({
      kind: "catalogue" as const,
      value: metric.name,
      title: metric.title[locale],
      detail: metric.name,
      // Both languages count whatever the page speaks: people mix them.
      words: [
        metric.name,
        metric.title.en,
        metric.title.zh,
        product.title.en,
        product.title.zh,
        ...product.synonyms,
        ...(metric.synonyms ?? []),
      ]
        .join(" ")
        .toLowerCase(),
    })),
  );
}

/** Names in the store that the catalogue does not know, such as those of a Prometheus that writes to us. */
export function storedEntries(names: readonly string[], known: readonly Entry[]): Entry[] {
  const values = new Set(known.map((entry) => entry.value));
  const isKnown = (name: string) => values.has(name) || values.has(name.replace(/_(bucket|sum|count)$/, ""));
  return names
    .filter((name) => !isKnown(name))
    .map((name) => ({ kind: "stored", value: name, title: name, detail: "", words: name.toLowerCase() }));
}

/** More than a list shows without scrolling twice; the reader types on. */
const SUGGESTIONS_MAX = 60;

function rank(entry: Entry, query: string): number {
  if (entry.value === query) return 0;
  if (entry.title.toLowerCase().startsWith(query)) return 1;
  if (entry.value.startsWith(query)) return 2;
  return 3;
}

/**
 * What fits a search: entries that have every word of it, best first; and the text itself when it is PromQL that is no
 * listed name.
 */
export function suggest(entries: readonly Entry[], text: string): { shown: Suggestion[]; hidden: number } {
  const query = text.trim().toLowerCase();
  const words = query.split(/\s+/).filter(Boolean);
  const fitting = entries
    .filter((entry) => words.every((word) => entry.words.includes(word)))
    .map((entry, order) => ({ entry, order, rank: rank(entry, query) }))
    .sort((a, b) => a.rank - b.rank || a.order - b.order)
    .map(({ entry }) => entry);
  const shown: Suggestion[] = fitting.slice(0, SUGGESTIONS_MAX);
  const written = text.trim();
  const exact = fitting.some((entry) => entry.value === written);
  if (!exact && isPromql(written) && (!isMetricName(written) || fitting.length === 0)) {
    shown.push({ kind: "promql", value: written, title: written, detail: "PromQL" });
  }
  return { shown, hidden: Math.max(0, fitting.length - SUGGESTIONS_MAX) };
}
