import {
  constants,
  monitorEventLoopDelay,
  performance,
  PerformanceObserver,
  type EventLoopUtilization,
} from "node:perf_hooks";
import { statfsSync } from "node:fs";
import { totalmem } from "node:os";
import { getHeapStatistics } from "node:v8";
import { STORE_PERIOD_MS } from "./constants";
import { observe, record, type Observation } from "./measure";

/** The event loop is sampled this often; it finds delays of about this length and longer. */
const RESOLUTION_MS = 20;
const NANOSECONDS = 1e9;
const MICROSECONDS = 1e6;

const GC_KINDS = new Map([
  [constants.NODE_PERFORMANCE_GC_MAJOR, "major"],
  [constants.NODE_PERFORMANCE_GC_MINOR, "minor"],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, "incremental"],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, "weak_callbacks"],
]);

export interface ProcessMetricOptions {
  /** A thread shares memory and processor with the process that it is in, but has a loop and a heap of its own. */
  thread: boolean;
  /** How often the supervisor started this part again. */
  restarts: number;
  /** Where the data folder is; its volume is watched. */
  dataFolder: string | null;
}

/** Metrics of this process or thread. */
export function observeProcess({ thread, restarts, dataFolder }: ProcessMetricOptions): void {
  observeEventLoop();
  observeCollector();
  observe("evenkeel_nodejs_heap_used_bytes", () => [{ value: getHeapStatistics().used_heap_size }]);
  observe("evenkeel_nodejs_heap_limit_bytes", () => [{ value: getHeapStatistics().heap_size_limit }]);
  if (thread) return;
  observe("evenkeel_nodejs_external_bytes", () => [{ value: process.memoryUsage().external }]);
  observe("evenkeel_process_resident_memory_bytes", () => [{ value: process.memoryUsage.rss() }]);
  observe("evenkeel_process_memory_limit_bytes", () => [{ value: memoryLimit() }]);
  observe("evenkeel_process_cpu_seconds_total", () => {
    const { user, system } = process.cpuUsage();
    return [{ value: (user + system) / MICROSECONDS }];
  });
  observe("evenkeel_process_start_time_seconds", () => [{ value: performance.timeOrigin / 1_000 }]);
  observe("evenkeel_process_restarts_total", () => [{ value: restarts }]);
  if (dataFolder !== null) observeDisk(dataFolder);
}

/** Without a limit of its control group a process may have what the machine has; the kernel then says 0 or more than that. */
function memoryLimit(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

function observeDisk(folder: string): void {
  const read =
    (of: (volume: { bsize: number; bavail: number; blocks: number }) => number) => (): Observation[] => {
      try {
        return [{ value: of(statfsSync(folder)) }];
      } catch {
        return []; // Not there yet: unknown, not zero.
      }
    };
  observe(
    "evenkeel_disk_available_bytes",
    read(({ bsize, bavail }) => bsize * bavail),
  );
  observe(
    "evenkeel_disk_size_bytes",
    read(({ bsize, blocks }) => bsize * blocks),
  );
}

/** What was seen in one period. Collections in between, by `/metrics`, read it without cutting it short. */
function observeEventLoop(): void {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  let since = performance.now();
  let usedBefore: EventLoopUtilization = performance.eventLoopUtilization();
  let seen = look();

  function look() {
    // The histogram counts its own sampling period as delay, and is NaN or zero before the first sample.
    const seconds = (nanoseconds: number) =>
      Math.max(0, nanoseconds / NANOSECONDS - RESOLUTION_MS / 1_000) || 0;
    return {
      lag: [
        { value: seconds(delay.mean), labels: { statistic: "mean" } },
        { value: seconds(delay.percentile(99)), labels: { statistic: "p99" } },
        { value: seconds(delay.max), labels: { statistic: "max" } },
      ],
      used: performance.eventLoopUtilization(usedBefore).utilization,
    };
  }

  /** A timer of the store may be a little early. */
  const current = () => {
    if (performance.now() - since < 0.9 * STORE_PERIOD_MS) return seen;
    seen = look();
    since = performance.now();
    usedBefore = performance.eventLoopUtilization();
    delay.reset();
    return seen;
  };
  observe("evenkeel_nodejs_eventloop_lag_seconds", () => current().lag);
  observe("evenkeel_nodejs_eventloop_utilization_ratio", () => [{ value: current().used }]);
}

function observeCollector(): void {
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { kind } = (entry as { detail?: { kind?: number } }).detail ?? {};
      record("evenkeel_nodejs_gc_duration_seconds", entry.duration / 1_000, {
        kind: GC_KINDS.get(kind ?? 0) ?? "other",
      });
    }
  }).observe({ entryTypes: ["gc"] });
}
