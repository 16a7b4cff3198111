import { HOUR_MS, SECOND_MS, type RangeMs } from "@/lib/core/time";

export interface BenchQuery {
  name: string;
  expression: string;
  /** Absent: asked for one moment, the end of the data. */
  range?: { lengthMs: number; stepMs: number };
  /** VictoriaMetrics computes rates another way, so its answer is only near. */
  isRate?: boolean;
}

const WIDE = { lengthMs: 6 * HOUR_MS, stepMs: 60 * SECOND_MS };

export const QUERIES: readonly BenchQuery[] = [
  { name: "grouped average, 6 h", expression: "avg by (app) (bench_cpu_usage_ratio)", range: WIDE },
  {
    name: "sum by of rate, 6 h",
    expression: "sum by (app) (rate(bench_requests_total[5m]))",
    range: WIDE,
    isRate: true,
  },
  {
    name: "300-line panel, 1 h",
    expression: "bench_memory_used_bytes",
    range: { lengthMs: HOUR_MS, stepMs: 60 * SECOND_MS },
  },
  { name: "last value, 3,000 series", expression: '{job="bench"}' },
  { name: "quantile by, 6 h", expression: "quantile by (app) (0.9, bench_latency_seconds)", range: WIDE },
  {
    name: "ratio of two sums, 6 h",
    expression: "sum by (app) (rate(bench_errors_total[5m])) / sum by (app) (rate(bench_requests_total[5m]))",
    range: WIDE,
    isRate: true,
  },
];

/** The address of a query over (at most) the data; whole steps, which VictoriaMetrics would else round. */
export function queryUrl(base: string, { expression, range }: BenchQuery, data: RangeMs): string {
  const query = encodeURIComponent(expression);
  if (!range) return `${base}/api/v1/query?query=${query}&time=${data.to / SECOND_MS}`;
  const end = Math.floor(data.to / range.stepMs) * range.stepMs;
  // The first window of five minutes is left out: before it there is nothing.
  const start = Math.max(
    end - range.lengthMs,
    Math.ceil((data.from + 300 * SECOND_MS) / range.stepMs) * range.stepMs,
  );
  return `${base}/api/v1/query_range?query=${query}&start=${start / SECOND_MS}&end=${end / SECOND_MS}&step=${range.stepMs / SECOND_MS}`;
}
