import type { FilterLabel, PlanOf, Statistic } from "../plan";
import type { Token } from "./tokenise";
import type { Concept } from "./words";

type Of<K extends Concept["kind"]> = Extract<Concept, { kind: K }>;
export type Ask = Of<"ask">["ask"];

/** What the words of a question say, before it is decided what they mean together. */
export interface Slots {
  /** One entry a phrase that names metrics: the phrase and the metrics it may mean. */
  metrics: { phrase: string; names: readonly string[] }[];
  products: string[];
  labels: Map<FilterLabel, string[]>;
  statistic: Statistic | null;
  rank: Of<"rank">["order"] | null;
  /** `slowest`, `最慢`: how fast, whatever the metric. */
  speed: boolean;
  /** `most`, `最多`: of a counter they ask for a count, not for a rate. */
  most: boolean;
  groupBy: FilterLabel[];
  nouns: Set<FilterLabel>;
  asks: Set<Ask>;
  compare: boolean;
  previousPeriod: boolean;
  chart: Of<"shape">["chart"] | null;
  /** The first word ties it to the question before. */
  follows: boolean;
  alarm: Of<"alarm">["state"] | null;
  health: boolean;
  events: { ask: PlanOf<"events">["ask"] | null } | null;
  eventSlug: string | null;
  experiments: { ask: PlanOf<"experiments">["ask"] | null } | null;
  experimentSlug: string | null;
  freshness: boolean;
  metricsWord: boolean;
  help: boolean;
  all: boolean;
}

const SPEED = /slow|fast|慢|快/;
const MOST = /^(most|fewest|least|最多|最少)$/;
const RATE_ONLY = new Set(["up"]);

function has<K extends Concept["kind"]>(token: Token, kind: K): Of<K> | undefined {
  return token.concepts.find((c): c is Of<K> => c.kind === kind);
}

/** `orders` is a metric, and in `order success rate` a scenario: with another metric beside it, it narrows. */
function readMetrics(slots: Slots, tokens: readonly Token[]): Set<Token> {
  const asMetric = new Set<Token>();
  const named = tokens.filter((t) => has(t, "metric"));
  const hard = named.filter((t) => !has(t, "label") && !has(t, "product"));
  const others = hard.filter((t) => !RATE_ONLY.has(t.text));
  const chosen = others.length > 0 ? others : hard.length > 0 ? hard : named.slice(0, 1);
  for (const token of chosen) {
    asMetric.add(token);
    slots.metrics.push({ phrase: token.text, names: has(token, "metric")?.names ?? [] });
  }
  return asMetric;
}

function pushOnce<T>(list: T[], value: T): void {
  if (!list.includes(value)) list.push(value);
}

/** Collects what each token says. */
export function readSlots(tokens: readonly Token[]): Slots {
  const slots: Slots = {
    metrics: [],
    products: [],
    labels: new Map(),
    statistic: null,
    rank: null,
    speed: false,
    most: false,
    groupBy: [],
    nouns: new Set(),
    asks: new Set(),
    compare: false,
    previousPeriod: false,
    chart: null,
    follows: tokens[0] !== undefined && has(tokens[0], "follow") !== undefined,
    alarm: null,
    health: false,
    events: null,
    eventSlug: null,
    experiments: null,
    experimentSlug: null,
    freshness: false,
    metricsWord: false,
    help: false,
    all: false,
  };
  const asMetric = readMetrics(slots, tokens);
  const firmProduct = tokens.some((t) => has(t, "product") && !has(t, "noun"));
  let groupOpen = 0;
  for (const token of tokens) {
    if (asMetric.has(token)) continue;
    // "redis node": the node is the redis, not a machine of its own.
    const onlyNoun = firmProduct && has(token, "noun") && has(token, "product");
    const concepts = onlyNoun ? token.concepts.filter((c) => c.kind !== "product") : token.concepts;
    for (const concept of concepts) readConcept(slots, concept, token, groupOpen > 0);
    groupOpen = has(token, "group") || has(token, "ask")?.ask === "which" ? 3 : groupOpen - 1;
  }
  return slots;
}

function readConcept(slots: Slots, concept: Concept, token: Token, groupOpen: boolean): void {
  switch (concept.kind) {
    case "product":
      pushOnce(slots.products, concept.id);
      break;
    case "label": {
      const values = slots.labels.get(concept.label) ?? [];
      pushOnce(values, concept.value);
      slots.labels.set(concept.label, values);
      break;
    }
    case "event":
      slots.eventSlug = concept.slug;
      break;
    case "experiment":
      slots.experimentSlug = concept.slug;
      break;
    case "statistic":
      slots.statistic ??= concept.statistic;
      break;
    case "rank":
      slots.rank ??= concept.order;
      slots.most ||= MOST.test(token.text);
      slots.speed ||= SPEED.test(token.text);
      break;
    case "noun":
      slots.nouns.add(concept.label);
      if (groupOpen) pushOnce(slots.groupBy, concept.label);
      break;
    case "compare":
      slots.compare = true;
      break;
    case "previous":
      slots.previousPeriod = true;
      break;
    case "shape":
      slots.chart ??= concept.chart;
      break;
    case "ask":
      slots.asks.add(concept.ask);
      break;
    case "alarm":
      slots.alarm = slots.alarm === null || slots.alarm === "any" ? concept.state : slots.alarm;
      break;
    case "health":
      slots.health = true;
      break;
    case "events":
      slots.events = { ask: slots.events?.ask ?? concept.ask };
      break;
    case "experiments":
      slots.experiments = { ask: slots.experiments?.ask ?? concept.ask };
      break;
    case "freshness":
      slots.freshness = true;
      break;
    case "metrics":
      slots.metricsWord = true;
      break;
    case "help":
      slots.help = true;
      break;
    case "all":
      slots.all = true;
      break;
    case "metric":
    case "group":
    case "follow":
    case "and":
    case "stop":
      break;
  }
}
