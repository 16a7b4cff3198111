import type { Figures } from "./measure-engine";
import { geometricMean } from "./percentile";
import { QUERIES } from "./queries";

interface Row {
  figure: string;
  unit: string;
  of: (figures: Figures) => number | undefined;
  moreIsBetter?: boolean;
}

const MIB = 1_024 * 1_024;

const ROWS: readonly Row[] = [
  ...QUERIES.map(({ name }, index) => ({
    figure: name,
    unit: "ms p50",
    of: ({ queries }: Figures) => queries[index]?.p50Ms,
  })),
  {
    figure: "queries, geometric mean",
    unit: "ms p50",
    of: ({ queries }) => geometricMean(queries.map(({ p50Ms }) => p50Ms)),
  },
  { figure: "many clients", unit: "queries/s", of: ({ queriesPerS }) => queriesPerS, moreIsBetter: true },
  { figure: "ingest", unit: "samples/s", of: ({ samplesPerS }) => samplesPerS, moreIsBetter: true },
  {
    figure: "live: sent while querying",
    unit: "samples/s",
    of: ({ live }) => live.samplesPerS,
    moreIsBetter: true,
  },
  { figure: "live: age of newest sample", unit: "ms p50", of: ({ live }) => live.ageMsP50 },
  { figure: "live: age of newest sample", unit: "ms p95", of: ({ live }) => live.ageMsP95 },
  { figure: "on disk, compacted", unit: "bytes/sample", of: ({ bytesPerSample }) => bytesPerSample },
  { figure: "resident memory, peak", unit: "MiB", of: ({ memoryBytes }) => memoryBytes / MIB },
  {
    figure: "event loop of web, longest delay",
    unit: "ms",
    of: ({ loopDelayMs }) => loopDelayMs ?? undefined,
  },
  { figure: "many series: `series`, 1 %", unit: "ms p50", of: ({ many }) => many?.seriesMs },
  { figure: "many series: selector, 1 %", unit: "ms p50", of: ({ many }) => many?.selectorMs },
];

const show = (value: number | undefined): string => {
  if (value === undefined) return "–";
  if (value >= 1_000) return Math.round(value).toLocaleString("en");
  return value.toPrecision(3);
};

/** Absolute values, and how many times as good (> 1) or as bad (< 1) ours is as each peer, whatever the unit. */
export function formatTable(all: ReadonlyMap<string, Figures>, ours: string): string {
  const peers = [...all.keys()].filter((name) => name !== ours);
  const header = ["figure", "unit", ...all.keys(), ...peers.map((name) => `vs ${name}`)];
  const rows = ROWS.flatMap(({ figure, unit, of, moreIsBetter = false }) => {
    const values = new Map([...all].map(([name, figures]) => [name, of(figures)]));
    if ([...values.values()].every((value) => value === undefined)) return [];
    const mine = values.get(ours);
    const ratios = peers.map((name) => {
      const theirs = values.get(name);
      if (mine === undefined || theirs === undefined) return "–";
      return `${(moreIsBetter ? mine / theirs : theirs / mine).toFixed(2)}×`;
    });
    return [[figure, unit, ...[...values.values()].map(show), ...ratios]];
  });
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map((_, i) => (i < 2 ? "---" : "---:"))), ...rows.map(line)].join("\n");
}
