import type { Phrases } from "./types";

const list = (items: readonly string[]): string => {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1) ?? ""}`;
};
const plural = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function age(ms: number): string {
  const s = Math.max(0, Math.round(ms / 1000));
  if (s < 120) return `${s} s`;
  if (s < 7_200) return `${Math.round(s / 60)} min`;
  if (s < 172_800) {
    const minutes = Math.round(s / 60);
    return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  }
  const hours = Math.round(s / 3_600);
  return hours % 24 === 0 ? `${hours / 24} d` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

export const en: Phrases = {
  locale: "en",
  all: "all",
  choice: (choice) => choice.en,
  statistic: {
    latest: "latest value",
    avg: "average",
    max: "highest value",
    min: "lowest value",
    sum: "total",
    p50: "median",
    p90: "90th percentile",
    p95: "95th percentile",
    p99: "99th percentile",
  },
  label: {
    product: "product",
    resource: "resource",
    zone: "zone",
    app: "app",
    scenario: "scenario",
    cluster: "cluster",
    layer: "layer",
    severity: "severity",
    rule: "rule",
  },
  word: {},
  separator: "; ",
  unitWord: {},
  now: " right now",
  when: (range) => ` over ${range}`,
  at: (moment) => ` at ${moment}`,
  where: (values) => (values.length === 0 ? "" : ` for ${list(values)}`),
  rangeNote: {
    moved_to_past: "the latest such hours, as today's are still ahead",
    cut_at_now: "up to now",
    assumed: "assumed, no range was named",
  },
  list,

  value: ({ metric, figure, when, where, statistic }) =>
    statistic === null
      ? `${metric}${where} is ${figure}${when}.`
      : `The ${statistic} of ${metric}${where} was ${figure}${when}.`,
  total: ({ metric, figure, when, where }) => `${metric}${where}: ${figure} in total${when}.`,
  spread: ({ metric, figure, when, where, count, low, lowName, high, highName }) =>
    `${metric}${where}${when}: ${figure} over all ${count}, from ${low} (${lowName}) to ${high} (${highName}).`,
  groups: ({ metric, when, where, items }) => `${metric}${where}${when}: ${items.join(", ")}.`,
  rank: ({ metric, figure, when, where, name, extreme, rest }) =>
    `${name} had the ${extreme} ${metric}${where}: ${figure}${when}.${rest.length > 0 ? ` Next: ${rest.join(", ")}.` : ""}`,
  threshold: ({ metric, when, where, limit, names, count, of }) =>
    count === 0
      ? `No series of ${metric}${where} was ${limit}${when}${of === null ? "" : ` (${of} looked at)`}.`
      : `${count}${of === null ? "" : ` of ${of}`} had ${metric}${where} ${limit}${when}: ${names.join(", ")}.`,
  trend: ({ metric, when, where, name, first, last, low, lowAt, high, highAt }) =>
    `${metric}${where}${name === "" ? "" : ` of ${name}`} went from ${first} to ${last}${when}; lowest ${low} at ${lowAt}, highest ${high} at ${highAt}.`,
  trendMany: ({ metric, when, where, count, name, high, highAt }) =>
    `${metric}${where}${when}, ${plural(count, "series", "series")}: the highest point is ${name} with ${high} at ${highAt}.`,
  compare: ({ metric, figure, when, where, before, base, change }) =>
    `${metric}${where}: ${figure}${when}, against ${before} for ${base}${change === null ? "" : ` (${change})`}.`,
  peakAt: (moment, figure) => `Orders peaked at ${moment} with ${figure}. `,
  noSamples: ({ metric, when, where }) =>
    `Unknown: there are no samples of ${metric}${where}${when}. That is not zero; nothing was measured.`,
  noBefore: (base) => `There are no samples ${base}, so there is nothing to compare with.`,
  stale: (text) => `Mind that the newest sample is ${text} old.`,
  age,
  hidden: (shown, all) => `The chart shows ${shown} of ${all} series.`,

  readAs: "Read as",
  interpretation: {
    metric: (metrics, statistic) => `${statistic === null ? "" : `${statistic} of `}${list(metrics)}`,
    rank: (order, limit) => `${order === "asc" ? "lowest" : "highest"} ${limit} first`,
    threshold: (op, value) => `${op} ${value}`,
    by: (labels) => `by ${list(labels)}`,
    overall: "all together",
    each: "each resource",
    series: "over time",
    filters: (items) => `only ${list(items)}`,
    range: (range, timezone) => `${range} (${timezone})`,
    instant: (at, timezone) => `at ${at} (${timezone})`,
    compare: (base) => `compared with ${base}`,
    peak: "at the minute with the most orders in that range",
    corrected: (from, to) => `“${from}” read as “${to}”`,
    ignored: (words) => `not understood and left out: ${words.map((w) => `“${w}”`).join(", ")}`,
    followUp: "continues the question before",
    alarms: (state) => `alarms, ${state}`,
    health: (why) => (why ? "health score and what takes points from it" : "health score"),
    events: { phase: "phase of the event", countdown: "time to T0", list: "all events" },
    experiments: { last: "verdict of the last run", running: "runs under way", list: "all experiments" },
    inventory: (count) => (count ? "number of resources" : "list of resources"),
    freshness: "age of the newest samples",
    metrics: "metrics that can be asked for",
    help: "what this chat can do",
    byModel: "read with the help of a language model",
  },

  clarify: {
    unknown_metric: (subject) => `I know no metric called “${subject}”. Did you mean one of these?`,
    unknown_word: (subject) =>
      `I do not know “${subject}”, and leaving it out would answer another question. Did you mean one of these?`,
    metric_missing_on_product: (subject) => `That product has no metric “${subject}”. It has these:`,
    which_metric: (subject) => `What of ${subject} do you want to know?`,
    which_product: (subject) => `Several products have “${subject}”. Which one?`,
    which_time: () => "Which time do you mean?",
    no_event: () =>
      "There is no event that this could be about. Events that I know are in the list of events.",
    no_previous: () => "That continues a question, but there is none before it in this conversation.",
    unclear: () => "I could not make out what is asked. These are questions that I can answer:",
  },
  refuse: {
    write_action:
      "I only read: I cannot start, stop or change anything. Use the page of the thing itself. I can tell you its state:",
    injection:
      "I answer questions about metrics, alarms, risks, events and experiments, and nothing else. For example:",
    out_of_scope:
      "That lies outside what I can answer: I know this system's metrics, alarms, risks, events and experiments. For example:",
    future: "That lies in the future, and I only tell what was measured. For example:",
    forecast: "I do not forecast: I only tell what was measured. For example:",
    root_cause: "I cannot tell causes yet, only what was measured. These may lead you to it:",
  },

  alarms: {
    none: (when, where) => `No alarm${where}${when}.`,
    some: ({ count, state, when, where, first, more }) =>
      `${plural(count, "alarm")}${where} ${state}${when}: ${first.join("; ")}${more > 0 ? `; and ${more} more` : ""}.`,
    unwatched: (since) =>
      ` Whether that holds is unknown: ${since === null ? "not every rule has been evaluated yet" : `the rules were last evaluated ${since}`}.`,
    partlyWatched: (failing) =>
      ` ${plural(failing, "rule")} cannot be evaluated, so their alarms are unknown.`,
    states: { firing: "firing", pending: "pending", any: "in any state" },
    counted: { firing: "Firing alarms", pending: "Pending alarms", any: "Alarms that fired" },
    columns: {
      rule: "Rule",
      severity: "Severity",
      state: "State",
      resource: "Resource",
      since: "Since",
      resolved: "Resolved",
      value: "Last value",
    },
  },
  health: {
    unknown: "The health score is unknown: no scan has decided anything yet.",
    score: (score, at, taken, findings) =>
      `The health score is ${score} of 100, from the scan of ${at}: ${plural(findings, "finding")} take${findings === 1 ? "s" : ""} ${taken} points.`,
    reasons: (items) => `Most points go to ${list(items)}.`,
    perfect: "Nothing takes points.",
    reason: (title, points, failed) => `${title} (−${points}, ${plural(failed, "resource")})`,
    columns: { check: "Check", level: "Level", failed: "Failed", points: "Points taken", advice: "Advice" },
  },
  events: {
    none: "There is no event.",
    phase: {
      planned: "planned",
      pre: "before (pre)",
      during: "during",
      post: "after (post)",
      closed: "closed",
      cancelled: "cancelled",
    },
    now: (title, phase, t) => `${title} is in the phase “${phase}”, T${t}.`,
    until: (title, left, at) => `${title} starts in ${left}, at ${at} (T0).`,
    since: (title, gone, at) => `${title} started ${gone} ago, at ${at} (T0).`,
    list: (items) => `${capital(plural(items.length, "event"))}: ${items.join("; ")}.`,
    columns: { event: "Event", phase: "Phase", t0: "T0", end: "End" },
  },
  experiments: {
    none: "No experiment has been run yet.",
    noneRunning: "No experiment is running.",
    verdict: { passed: "passed", failed: "failed", inconclusive: "inconclusive", none: "no verdict yet" },
    state: {
      queued: "queued",
      checking: "checking the steady state",
      injecting: "injecting",
      observing: "observing",
      rolling_back: "rolling back",
      verifying: "verifying",
      completed: "completed",
      aborted: "aborted",
      failed: "failed",
    },
    last: ({ title, verdict, at, details }) => `The last run of “${title}” (${at}): ${verdict}.${details}`,
    running: ({ title, state, since }) => `“${title}” is ${state}, begun ${since} ago.`,
    detail: (rule, verdict, seconds) => ` ${rule}: ${verdict}${seconds === null ? "" : ` after ${seconds}`}.`,
    alarmVerdict: {
      caught: "caught",
      late: "late",
      missed: "missed",
      collateral: "collateral",
      silent: "stayed silent",
      unknown: "unknown",
    },
    list: (items) => `${capital(plural(items.length, "experiment"))}: ${items.join("; ")}.`,
    columns: {
      experiment: "Experiment",
      state: "State",
      verdict: "Verdict",
      at: "When",
      alarm: "Alarm",
      detected: "Detected after",
      cleared: "Cleared after",
    },
  },
  inventory: {
    count: (count, what, where) => `There ${count === 1 ? "is" : "are"} ${count} ${what}${where}.`,
    list: (count, what, where, names, more) =>
      `${count} ${what}${where}: ${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}.`,
    grouped: (items) => `${items.join(", ")}.`,
    none: (what, where) => `There are no ${what}${where}.`,
    resources: "resources",
  },
  freshness: {
    overall: (text, series) => `The newest sample is ${text} old; ${series} active series.`,
    none: "There are no samples at all: nothing has been written yet.",
    oldest: (name, text) => ` The product that lags most is ${name}, ${text}.`,
    columns: { product: "Product", newest: "Newest sample", age: "Age", series: "Series" },
  },
  metrics: {
    list: (count, products) =>
      `${plural(count, "metric")} of ${plural(products, "product")} can be asked for.`,
    columns: { metric: "Metric", product: "Product", unit: "Unit", name: "Name" },
  },
  help: "Ask about metrics (latest, average, highest, top 5, by zone, above a limit, over time, compared with yesterday or with the last event), alarms, the health score, events, experiments, resources and the freshness of data. Each figure comes with the query that computed it.",
  examples: [
    "Which MySQL instances had the highest CPU in the last 30 minutes?",
    "Is anything firing?",
    "What is the health score?",
    "Orders today compared with yesterday",
    "p95 latency of the order service over the last 2 hours",
  ],
};
