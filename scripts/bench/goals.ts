import { SECOND_MS } from "@/lib/core/time";
import type { Figures } from "./measure-engine";
import { geometricMean } from "./percentile";

const MIB = 1_024 * 1_024;

/** What Evenkeel is held against; a peer that was not measured is undefined. */
export interface Measured {
  ours: Figures;
  prometheus: Figures | undefined;
  victoriaMetrics: Figures | undefined;
}

interface Goal {
  figure: string;
  unit: string;
  /** Less is better, unless said. */
  moreIsBetter?: boolean;
  /** Undefined: it was not measured, or what it is held against was not. */
  of: (measured: Measured) => number | undefined;
  atLeast: number;
  /** A fixed figure, or what a peer reaches in the same run. */
  aim: number | ((measured: Measured) => number | undefined);
  aimText: string;
}

const mean = (figures: Figures | undefined): number | undefined =>
  figures && geometricMean(figures.queries.map(({ p50Ms }) => p50Ms));

const ratio = (ours: number | undefined, theirs: number | undefined): number | undefined =>
  ours === undefined || theirs === undefined ? undefined : ours / theirs;

/** The one query in which we are the slowest beside a peer. */
function worstQuery({ ours, prometheus }: Measured): number | undefined {
  if (!prometheus) return undefined;
  return Math.max(
    ...ours.queries.map(({ p50Ms }, index) => p50Ms / (prometheus.queries[index]?.p50Ms ?? Number.NaN)),
  );
}

const GOALS: readonly Goal[] = [
  {
    figure: "queries, geometric mean, to Prometheus",
    unit: "times its time",
    of: ({ ours, prometheus }) => ratio(mean(ours), mean(prometheus)),
    atLeast: 1,
    aim: ({ victoriaMetrics, prometheus }) => ratio(mean(victoriaMetrics), mean(prometheus)),
    aimText: "as VictoriaMetrics",
  },
  {
    figure: "worst single query, to Prometheus",
    unit: "times its time",
    of: worstQuery,
    atLeast: 2,
    aim: 1,
    aimText: "1",
  },
  {
    figure: "queries with many clients, to Prometheus",
    unit: "times its rate",
    moreIsBetter: true,
    of: ({ ours, prometheus }) => ratio(ours.queriesPerS, prometheus?.queriesPerS),
    atLeast: 1,
    aim: ({ victoriaMetrics, prometheus }) => ratio(victoriaMetrics?.queriesPerS, prometheus?.queriesPerS),
    aimText: "as VictoriaMetrics",
  },
  {
    figure: "durable ingest",
    unit: "samples/s",
    moreIsBetter: true,
    of: ({ ours }) => ours.samplesPerS,
    atLeast: 150_000,
    aim: ({ prometheus }) => prometheus?.samplesPerS,
    aimText: "as Prometheus",
  },
  {
    figure: "live: age of newest sample, p50",
    unit: "s",
    of: ({ ours }) => ours.live.ageMsP50 / SECOND_MS,
    atLeast: 1,
    aim: 0.5,
    aimText: "0.5",
  },
  {
    figure: "on disk, compacted",
    unit: "bytes/sample",
    of: ({ ours }) => ours.bytesPerSample,
    atLeast: 3.3,
    aim: 1.3,
    aimText: "1.3",
  },
  {
    figure: "resident memory of our Node processes, peak",
    unit: "MiB",
    of: ({ ours }) => ours.memoryBytes / MIB,
    atLeast: 1_024,
    aim: 400,
    aimText: "400",
  },
  {
    figure: "many series: `series`, 1 %",
    unit: "ms p50",
    of: ({ ours }) => ours.many?.seriesMs,
    atLeast: 100,
    aim: 20,
    aimText: "20",
  },
  {
    figure: "many series: selector, 1 %",
    unit: "ms p50",
    of: ({ ours }) => ours.many?.selectorMs,
    atLeast: 100,
    aim: 20,
    aimText: "20",
  },
];

const show = (value: number): string =>
  value >= 1_000 ? Math.round(value).toLocaleString("en") : value.toPrecision(3);

/** What is to be reached, and whether it was in this run. What could not be measured has a dash, never a yes. */
export function formatGoals(measured: Measured): string {
  const rows = GOALS.map((goal) => {
    const { figure, unit, moreIsBetter = false, atLeast, aimText } = goal;
    const value = goal.of(measured);
    const aim = typeof goal.aim === "number" ? goal.aim : goal.aim(measured);
    const reaches = (bound: number | undefined): string => {
      if (value === undefined || bound === undefined || Number.isNaN(value)) return "–";
      return (moreIsBetter ? value >= bound : value <= bound) ? "yes" : "no";
    };
    const sign = moreIsBetter ? "≥" : "≤";
    const shownAim = aim === undefined || aimText === String(aim) ? aimText : `${aimText}: ${show(aim)}`;
    return [
      figure,
      unit,
      value === undefined ? "–" : show(value),
      `${sign} ${atLeast.toLocaleString("en")}`,
      reaches(atLeast),
      `${sign} ${shownAim}`,
      reaches(aim),
    ];
  });
  const header = ["to reach", "unit", "measured", "at least", "reached", "aim", "reached"];
  return [header, header.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
