import { once } from "@/lib/core/once";
import type { MetricDefinition, Product } from "@/lib/products/types";
import type { FilterLabel } from "../plan";
import type { ChatCatalogue } from "./catalogue";
import { normalise } from "./normalise";
import { NUMBER_WORDS } from "./numerals";
import { TIME_WORDS, WORDS } from "./words";
import type { Concept } from "./words";

export interface Lexicon {
  /** Normalised phrase to what it may mean. */
  phrases: ReadonlyMap<string, readonly Concept[]>;
  longest: number;
  /** Latin words that need no correction. */
  vocabulary: ReadonlySet<string>;
  /** Phrase to metrics, for "did you mean". */
  metricPhrases: ReadonlyMap<string, readonly string[]>;
}

/** Words by which people ask for a scenario of the shop. */
const SCENARIO_WORDS: Readonly<Record<string, string>> = {
  browse: "browse|browsing|browsing pages|浏览|逛",
  cart: "cart|carts|shopping cart|add to cart|购物车|加购",
  order: "order|ordering|order placement|checkout|下单|订单",
  pay: "pay|paying|payment|payments|支付|付款",
};
const LAYER_WORDS: Readonly<Record<string, string>> = {
  access: "access layer|access tier|接入层",
  business: "business layer|business tier|业务层",
  middleware: "middleware|middleware layer|中间件|中间件层",
  data: "data layer|data tier|数据层",
};
const SEVERITY_WORDS: Readonly<Record<string, string>> = {
  critical: "critical|severe|严重|紧急|致命",
  warning: "warning|warnings|警告|一般告警",
  info: "info level|informational|提示级",
};
/** Chinese for the parts of the mall that clusters are named after. */
const PART_WORDS: Readonly<Record<string, string>> = {
  order: "订单",
  pay: "支付",
  cart: "购物车",
  product: "商品",
  user: "用户",
  session: "会话",
  stock: "库存",
  coupon: "优惠券",
  gateway: "网关",
  inventory: "库存",
  notify: "通知",
  settlement: "结算",
};
/** What a member of a product is called in a sentence, in both languages. */
const KIND_WORDS: Readonly<Record<string, { en: string; zh: string }>> = {
  mysql: { en: "database|db", zh: "数据库|库" },
  redis: { en: "cache", zh: "缓存" },
  "": { en: "service|workload", zh: "服务|工作负载" },
};

/** `mysql-order` is also the order database and 订单数据库; `pay` is the pay service. */
function clusterPhrases(cluster: string): string[] {
  const [, kind = "", part = cluster] = /^(mysql|redis)-(.+)$/.exec(cluster) ?? [];
  const words = KIND_WORDS[kind];
  const zh = PART_WORDS[part];
  return [
    cluster,
    spaced(cluster),
    ...(words?.en.split("|").flatMap((word) => [`${part} ${word}`, `${part}-${word}`]) ?? []),
    ...(zh === undefined ? [] : (words?.zh.split("|").map((word) => `${zh}${word}`) ?? [])),
  ];
}

/** Further words for what the catalogue calls by the first one. */
const ALSO_SAID: Readonly<Record<string, string>> = {
  qps: "tps|rps|requests per second|queries per second|每秒请求数|每秒查询数",
  revenue: "money|earnings|卖了|钱|营收|营业额",
  orders: "order volume|number of orders|订单总量",
  lag: "backlog|积压",
};

/** A latency percentile is a statistic, not a metric of its own. */
const NOT_METRIC_WORDS = new Set(["p99", "role", "health", "健康", "sale"]);

class Builder {
  readonly phrases = new Map<string, Concept[]>();
  readonly metricPhrases = new Map<string, string[]>();

  add(phrase: string, concept: Concept, plural = false): void {
    const key = normalise(phrase);
    if (key === "") return;
    this.put(key, concept);
    if (plural && /[a-z]$/.test(key)) this.put(pluralOf(key), concept);
  }

  addMetric(phrase: string, name: string): void {
    const key = normalise(phrase);
    if (key === "" || NOT_METRIC_WORDS.has(key)) return;
    for (const form of formsOf(key)) {
      const names = this.metricPhrases.get(form) ?? [];
      if (names.includes(name)) continue;
      names.push(name);
      this.metricPhrases.set(form, names);
    }
  }

  private put(key: string, concept: Concept): void {
    const list = this.phrases.get(key) ?? [];
    list.push(concept);
    this.phrases.set(key, list);
  }
}

function pluralOf(phrase: string): string {
  if (/(s|x|ch|sh)$/.test(phrase)) return `${phrase}es`;
  return /[^aeiou]y$/.test(phrase) ? `${phrase.slice(0, -1)}ies` : `${phrase}s`;
}

/** `restarts` is also asked for as `restart` and `restarted`. */
function formsOf(phrase: string): string[] {
  if (!/[a-z]{3}$/.test(phrase)) return [phrase];
  if (!/[^s]s$/.test(phrase)) return [phrase, pluralOf(phrase)];
  const singular = phrase.slice(0, -1);
  return phrase.includes(" ") ? [phrase, singular] : [phrase, singular, `${singular}ed`];
}

const spaced = (name: string) => name.replaceAll(/[_-]+/g, " ");

/** The title without the name of its product: `slow queries` of `MySQL slow queries`. */
function shortTitles(metric: MetricDefinition, product: Product): string[] {
  const [en = "", ...rest] = metric.title.en.split(" ");
  const known = new Set([...product.synonyms, product.id, ...product.title.en.toLowerCase().split(" ")]);
  return known.has(en.toLowerCase()) && rest.length > 0 ? [rest.join(" ")] : [];
}

function addProducts(builder: Builder, products: readonly Product[]): void {
  for (const product of products) {
    for (const phrase of [product.id, product.title.en, product.title.zh, ...product.synonyms])
      builder.add(phrase, { kind: "product", id: product.id }, true);
    for (const metric of product.metrics)
      for (const phrase of [
        metric.name,
        spaced(metric.name),
        metric.title.en,
        metric.title.zh,
        ...shortTitles(metric, product),
        ...(metric.synonyms ?? []),
      ])
        builder.addMetric(phrase, metric.name);
  }
}

function addLabels(builder: Builder, catalogue: ChatCatalogue): void {
  const values = (label: "zone" | "app" | "cluster") =>
    [...new Set(catalogue.resources.flatMap((r) => r[label] ?? []))].sort();
  const add = (label: FilterLabel, value: string, phrases: readonly string[]) => {
    for (const phrase of phrases) builder.add(phrase, { kind: "label", label, value });
  };
  for (const { id } of catalogue.resources) add("resource", id, [id, spaced(id)]);
  const isFree = (phrase: string) =>
    !builder.phrases.has(phrase) && !builder.metricPhrases.has(pluralOf(phrase));
  for (const app of values("app").filter(isFree)) add("app", app, [app, spaced(app)]);
  for (const [index, zone] of values("zone").entries()) {
    const n = index + 1;
    const letter = "abcdefgh"[index] ?? "";
    add("zone", zone, [
      zone,
      spaced(zone),
      `zone ${n}`,
      `zone-${n}`,
      `zone${n}`,
      `az ${n}`,
      `az${n}`,
      `az-${n}`,
      `可用区${n}`,
      `${n}区`,
      `第${n}可用区`,
      `zone ${letter}`,
      `zone-${letter}`,
      `az ${letter}`,
      `可用区${letter}`,
      `${letter}区`,
    ]);
  }
  const worded = (label: FilterLabel, words: Readonly<Record<string, string>>, only?: readonly string[]) => {
    for (const [value, phrases] of Object.entries(words))
      if (!only || only.includes(value)) add(label, value, phrases.split("|"));
  };
  worded("scenario", SCENARIO_WORDS, catalogue.scenarios);
  for (const scenario of catalogue.scenarios) add("scenario", scenario, [scenario]);
  worded("layer", LAYER_WORDS);
  worded("severity", SEVERITY_WORDS);
  for (const cluster of values("cluster")) add("cluster", cluster, clusterPhrases(cluster).filter(isFree));
  for (const rule of catalogue.rules)
    add("rule", rule, [rule, rule.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")]);
}

function vocabularyOf(phrases: Iterable<string>): Set<string> {
  const words = new Set(TIME_WORDS.split("|"));
  for (const phrase of phrases) for (const word of phrase.match(/[a-z][a-z0-9]*/g) ?? []) words.add(word);
  return words;
}

const grammarWords = once(() =>
  WORDS.flatMap(([concept, phrases]) => phrases.split("|").map((phrase) => ({ concept, phrase }))),
);
/** Kinds whose English words also come in the plural. */
const COUNTABLE = new Set<Concept["kind"]>(["noun", "alarm", "events", "experiments", "health"]);

/** All phrases that a question may be made of, out of the grammar's own words and the catalogue. */
function buildLexicon(catalogue: ChatCatalogue): Lexicon {
  const builder = new Builder();
  for (const { concept, phrase } of grammarWords()) builder.add(phrase, concept, COUNTABLE.has(concept.kind));
  addProducts(builder, catalogue.products);
  for (const metric of catalogue.others) {
    builder.addMetric(metric.name, metric.name);
    if (metric.name.includes("_")) builder.addMetric(spaced(metric.name), metric.name);
  }
  addLabels(builder, catalogue);
  for (const event of catalogue.events)
    for (const phrase of [event.slug, event.title, event.titleZh])
      builder.add(phrase, { kind: "event", slug: event.slug });
  for (const experiment of catalogue.experiments)
    for (const phrase of [experiment.slug, experiment.title, experiment.titleZh])
      builder.add(phrase, { kind: "experiment", slug: experiment.slug });
  for (const [word, others] of Object.entries(ALSO_SAID))
    for (const name of builder.metricPhrases.get(word) ?? [])
      for (const other of others.split("|")) builder.addMetric(other, name);
  for (const [phrase, names] of builder.metricPhrases) builder.add(phrase, { kind: "metric", names });
  const keys = [...builder.phrases.keys(), ...NUMBER_WORDS.split("|")];
  return {
    phrases: builder.phrases,
    longest: Math.max(...keys.map((key) => key.length)),
    vocabulary: vocabularyOf(keys),
    metricPhrases: builder.metricPhrases,
  };
}

const lexicons = new WeakMap<ChatCatalogue, () => Lexicon>();

/** The lexicon of a catalogue, built at first use and kept as long as the catalogue is. */
export function lexiconOf(catalogue: ChatCatalogue): Lexicon {
  const known = lexicons.get(catalogue) ?? once(() => buildLexicon(catalogue));
  lexicons.set(catalogue, known);
  return known();
}
