import type { Choice, CLARIFY_REASONS, REFUSE_REASONS, Statistic, TimeRange } from "../../plan";

/** What is said about a value, ready formatted. */
export interface Figure {
  metric: string;
  figure: string;
  /** ` over 16:30 – 17:00`, ` at 17:00`: with its own leading space or comma, may be empty. */
  when: string;
  /** ` for zone-a`, may be empty. */
  where: string;
}

/** The sentences of one language. Figures come in ready: a language arranges, it never computes. */
export interface Phrases {
  locale: "en" | "zh";
  all: string;
  choice: (choice: Choice) => string;
  statistic: Record<Statistic, string>;
  label: Record<string, string>;
  /** Severities, levels and states, as tables show them. */
  word: Record<string, string>;
  separator: string;
  /** Count units as sentences name them, where that differs from the metric's own. */
  unitWord: Record<string, string>;
  now: string;
  when: (range: string) => string;
  at: (moment: string) => string;
  where: (values: readonly string[]) => string;
  rangeNote: Record<TimeRange["notes"][number], string>;
  list: (items: readonly string[]) => string;

  value: (p: Figure & { statistic: string | null }) => string;
  total: (p: Figure) => string;
  spread: (
    p: Figure & { count: number; low: string; lowName: string; high: string; highName: string },
  ) => string;
  groups: (p: Omit<Figure, "figure"> & { items: readonly string[] }) => string;
  rank: (
    p: Figure & { name: string; extreme: "highest" | "lowest"; rest: readonly string[]; group: string },
  ) => string;
  threshold: (
    p: Omit<Figure, "figure"> & { limit: string; names: readonly string[]; count: number; of: number | null },
  ) => string;
  trend: (
    p: Omit<Figure, "figure"> & {
      name: string;
      first: string;
      last: string;
      low: string;
      lowAt: string;
      high: string;
      highAt: string;
    },
  ) => string;
  trendMany: (
    p: Omit<Figure, "figure"> & { count: number; name: string; high: string; highAt: string },
  ) => string;
  compare: (p: Figure & { before: string; base: string; change: string | null }) => string;
  peakAt: (moment: string, figure: string) => string;
  noSamples: (p: Omit<Figure, "figure">) => string;
  noBefore: (base: string) => string;
  stale: (age: string) => string;
  age: (ms: number) => string;
  hidden: (shown: number, all: number) => string;

  readAs: string;
  interpretation: {
    metric: (metrics: readonly string[], statistic: string | null) => string;
    rank: (order: string, limit: number) => string;
    threshold: (op: string, value: string) => string;
    by: (labels: readonly string[]) => string;
    overall: string;
    each: string;
    series: string;
    filters: (items: readonly string[]) => string;
    range: (range: string, timezone: string) => string;
    instant: (at: string, timezone: string) => string;
    compare: (base: string) => string;
    peak: string;
    corrected: (from: string, to: string) => string;
    ignored: (words: readonly string[]) => string;
    followUp: string;
    alarms: (state: string) => string;
    health: (why: boolean) => string;
    events: Record<"phase" | "countdown" | "list", string>;
    experiments: Record<"last" | "running" | "list", string>;
    inventory: (count: boolean) => string;
    freshness: string;
    metrics: string;
    help: string;
    byModel: string;
  };

  clarify: Record<(typeof CLARIFY_REASONS)[number], (subject: string) => string>;
  refuse: Record<(typeof REFUSE_REASONS)[number], string>;

  alarms: {
    none: (when: string, where: string) => string;
    some: (p: {
      count: number;
      state: string;
      when: string;
      where: string;
      first: readonly string[];
      more: number;
    }) => string;
    /** Rules that are not being evaluated prove nothing; null: one never was. */
    unwatched: (since: string | null) => string;
    partlyWatched: (failing: number) => string;
    states: Record<"firing" | "pending" | "any", string>;
    /** Title of the number of alarms in a state. */
    counted: Record<"firing" | "pending" | "any", string>;
    columns: Record<"rule" | "severity" | "state" | "resource" | "since" | "resolved" | "value", string>;
  };
  health: {
    unknown: string;
    score: (score: string, at: string, taken: string, findings: number) => string;
    reasons: (items: readonly string[]) => string;
    perfect: string;
    reason: (title: string, points: string, failed: number) => string;
    columns: Record<"check" | "level" | "failed" | "points" | "advice", string>;
  };
  events: {
    none: string;
    phase: Record<string, string>;
    now: (title: string, phase: string, t: string) => string;
    until: (title: string, left: string, at: string) => string;
    since: (title: string, gone: string, at: string) => string;
    list: (items: readonly string[]) => string;
    columns: Record<"event" | "phase" | "t0" | "end", string>;
  };
  experiments: {
    none: string;
    noneRunning: string;
    verdict: Record<string, string>;
    state: Record<string, string>;
    last: (p: { title: string; verdict: string; at: string; details: string }) => string;
    running: (p: { title: string; state: string; since: string }) => string;
    detail: (rule: string, verdict: string, seconds: string | null) => string;
    alarmVerdict: Record<string, string>;
    list: (items: readonly string[]) => string;
    columns: Record<"experiment" | "state" | "verdict" | "at" | "alarm" | "detected" | "cleared", string>;
  };
  inventory: {
    count: (count: number, what: string, where: string) => string;
    list: (count: number, what: string, where: string, names: readonly string[], more: number) => string;
    grouped: (items: readonly string[]) => string;
    none: (what: string, where: string) => string;
    resources: string;
  };
  freshness: {
    overall: (age: string, series: string) => string;
    none: string;
    oldest: (name: string, age: string) => string;
    columns: Record<"product" | "newest" | "age" | "series", string>;
  };
  metrics: {
    list: (count: number, products: number) => string;
    columns: Record<"metric" | "product" | "unit" | "name", string>;
  };
  help: string;
  examples: readonly string[];
}
