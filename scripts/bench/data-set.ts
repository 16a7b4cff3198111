import { normal, uniform } from "@/lib/simulator/rng";

export const INSTANCES = 300;
export const STEP_MS = 10_000;
const APPS = 10;
const SEED = 20;
/** Bytes of a page of memory; what programs report is a multiple. */
const PAGE = 4_096;

/** One value after the other: `position` counts samples, `before` is the previous value. */
type Next = (stream: number, position: number, before: number) => number;

const counter =
  (perStep: number): Next =>
  (stream, position, before) =>
    before + Math.round(perStep * (0.5 + uniform(SEED, stream, position)));

/** A ratio that walks and is reported with three significant digits, as most exporters do. */
const ratio =
  (stride: number): Next =>
  (stream, position, before) => {
    const start = position === 0 ? uniform(SEED, stream, 0) : before;
    const walked = start + stride * normal(SEED, stream, position + 1);
    return Number(Math.min(0.99, Math.max(0.01, walked)).toPrecision(3));
  };

/** Ten metrics: four counters, four gauges of few digits, two with random mantissas. */
const METRICS: readonly { name: string; next: Next }[] = [
  { name: "bench_requests_total", next: counter(1_000) },
  { name: "bench_errors_total", next: counter(12) },
  { name: "bench_sent_bytes_total", next: counter(3_000_000) },
  {
    name: "bench_cpu_seconds_total",
    next: (s, p, before) => Number((before + 4 * uniform(SEED, s, p)).toFixed(2)),
  },
  { name: "bench_cpu_usage_ratio", next: ratio(0.02) },
  { name: "bench_disk_usage_ratio", next: ratio(0.0005) },
  {
    name: "bench_memory_used_bytes",
    next: (s, p, before) => Math.max(1, Math.round((before || 2e9) / PAGE + 300 * normal(SEED, s, p))) * PAGE,
  },
  { name: "bench_queue_length", next: (s, p) => Math.floor(5 * Math.max(0, normal(SEED, s, p))) },
  { name: "bench_latency_seconds", next: (s, p) => 0.02 + 0.2 * uniform(SEED, s, p) ** 4 },
  { name: "bench_temperature_celsius", next: (s, p, before) => (before || 45) + 0.1 * normal(SEED, s, p) },
];
export const SERIES = INSTANCES * METRICS.length;

export interface BenchSeries {
  labels: Readonly<Record<string, string>>;
  /** The next sample of this series; each call goes one step on. */
  advance: () => number;
}

/** All series at their beginning, the metrics of an instance side by side. The same values each time. */
export function makeSeries(): BenchSeries[] {
  return Array.from({ length: SERIES }, (_, stream) => {
    const instance = Math.floor(stream / METRICS.length);
    const metric = METRICS[stream % METRICS.length];
    if (metric === undefined) throw new TypeError("A stream has no metric.");
    let [position, value] = [0, 0];
    return {
      labels: {
        __name__: metric.name,
        app: `app-${instance % APPS}`,
        instance: `10.0.${Math.floor(instance / 250)}.${instance % 250}:9100`,
        job: "bench",
        zone: `zone-${instance % 3}`,
      },
      advance: () => (value = metric.next(stream, position++, value)),
    };
  });
}
