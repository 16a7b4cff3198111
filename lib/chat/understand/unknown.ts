import type { Choice, Understanding } from "../plan";
import type { Parts } from "./intents";
import type { Lexicon } from "./lexicon";
import { choiceFor, overviewOf } from "./metrics";
import { nearest } from "./nearest";

const isEmpty = ({ slots, times, quantities }: Parts): boolean =>
  slots.metrics.length === 0 &&
  slots.products.length === 0 &&
  slots.labels.size === 0 &&
  slots.alarm === null &&
  !slots.health &&
  slots.events === null &&
  slots.eventSlug === null &&
  slots.experiments === null &&
  slots.experimentSlug === null &&
  !slots.freshness &&
  !slots.metricsWord &&
  !slots.help &&
  slots.nouns.size === 0 &&
  slots.chart === null &&
  slots.rank === null &&
  slots.statistic === null &&
  !slots.compare &&
  !slots.follows &&
  !slots.asks.has("why") &&
  !slots.asks.has("how_is") &&
  times.range === null &&
  quantities.threshold === null;

/** Looks like the name of something: `mysql-order-9`, `zone-x`, `node_foo_total`. */
const isName = (word: string) => /^[a-z][a-z0-9]*([_-][a-z0-9]+)+$/.test(word);
const isWord = (word: string) => /[a-z]{3,}/.test(word) || /[\u3400-\u9fff]{2,}/u.test(word);

function metricChoices(word: string, lexicon: Lexicon, parts: Parts): Choice[] {
  const like = nearest(word, lexicon.metricPhrases.keys(), 6);
  const names = new Set(like.flatMap((phrase) => lexicon.metricPhrases.get(phrase)?.slice(0, 2) ?? []));
  // Nothing is like it: the product's own main figures are what may be meant.
  if (names.size === 0)
    for (const product of parts.slots.products)
      for (const name of overviewOf(product, parts.catalogue)) names.add(name);
  return [...names].slice(0, 4).map((name) => choiceFor(parts.catalogue, name));
}

function nameChoices(word: string, { catalogue, slots }: Parts): Choice[] {
  const names = [
    ...catalogue.resources.map((r) => r.id),
    ...catalogue.resources.flatMap((r) => r.cluster ?? []),
  ];
  const metric = slots.metrics[0]?.phrase ?? "CPU";
  return nearest(word, names, 4).map((name) => ({
    en: `What is the ${metric} of ${name}?`,
    zh: `${name} 的 ${metric} 是多少？`,
  }));
}

/** Asks back, or declines, when words that carry the question are not known; null when the rest can be answered. */
export function unknownWords(
  unknown: readonly string[],
  parts: Parts,
  lexicon: Lexicon,
  question: string,
): Understanding | null {
  const { slots } = parts;
  const words = unknown.flatMap((run) => run.split(/\s+/)).filter(isWord);
  const name = words.find(isName);
  if (name !== undefined) {
    const metrics = metricChoices(name, lexicon, parts);
    return {
      kind: "clarify",
      reason: slots.metrics.length === 0 && name.includes("_") ? "unknown_metric" : "unknown_word",
      subject: name,
      choices: slots.metrics.length === 0 && name.includes("_") ? metrics : nameChoices(name, parts),
    };
  }
  if (isEmpty(parts)) {
    if (words.length === 0)
      return { kind: "clarify", reason: "unclear", subject: question.trim(), choices: [] };
    const choices = metricChoices(words.join(" "), lexicon, parts);
    return choices.length > 0
      ? { kind: "clarify", reason: "unknown_metric", subject: words.join(" "), choices }
      : { kind: "refuse", reason: "out_of_scope", subject: question.trim() };
  }
  const [word] = words;
  if (word === undefined || slots.asks.has("why")) return null;
  // A product and an unknown word for what of it is asked: the metric is missing.
  if (slots.metrics.length === 0 && slots.products.length > 0 && !hasIntent(parts))
    return {
      kind: "clarify",
      reason: "unknown_metric",
      subject: words.join(" "),
      choices: metricChoices(word, lexicon, parts),
    };
  // A metric and an unknown word for whose it is: another system's figure must not be passed off as its own.
  if (slots.metrics.length > 0 && slots.products.length === 0 && slots.labels.size === 0)
    return {
      kind: "clarify",
      reason: "unknown_word",
      subject: words.join(" "),
      choices: (slots.metrics[0]?.names ?? []).slice(0, 4).map((n) => choiceFor(parts.catalogue, n)),
    };
  return words.length > 3 && words.length > slots.metrics.length + slots.products.length + 2
    ? { kind: "clarify", reason: "unclear", subject: words.join(" "), choices: [] }
    : null;
}

function hasIntent({ slots }: Parts): boolean {
  return (
    slots.alarm !== null ||
    slots.health ||
    slots.freshness ||
    slots.metricsWord ||
    slots.experiments !== null ||
    slots.asks.has("how_many") ||
    slots.asks.has("how_is") ||
    slots.asks.has("list")
  );
}
