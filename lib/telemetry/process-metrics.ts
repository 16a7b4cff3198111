import { monitorEventLoopDelay } from "node:perf_hooks";
import { metrics } from "@opentelemetry/api";

/** The event loop is sampled this often; it finds delays of about this length and longer. */
const RESOLUTION_MS = 20;
const NANOSECONDS = 1e9;
const MICROSECONDS = 1e6;

/** Metrics of this process, under the names that Prometheus' client libraries give them. */
export function observeProcess(): void {
  const meter = metrics.getMeter("evenkeel");
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  meter
    .createObservableGauge("nodejs_eventloop_lag_seconds", {
      description: "Delay of the event loop since the last reading.",
    })
    .addCallback((result) => {
      // The histogram counts its own sampling period as delay, and is NaN or zero before the first sample.
      const seconds = (nanoseconds: number) =>
        Math.max(0, nanoseconds / NANOSECONDS - RESOLUTION_MS / 1_000) || 0;
      result.observe(seconds(delay.mean), { quantile: "mean" });
      result.observe(seconds(delay.percentile(99)), { quantile: "0.99" });
      result.observe(seconds(delay.max), { quantile: "1" });
      delay.reset();
    });
  meter
    .createObservableGauge("process_resident_memory_bytes", {
      description: "Memory that the system gave the process.",
    })
    .addCallback((result) => result.observe(process.memoryUsage.rss()));
  meter
    .createObservableGauge("nodejs_heap_size_used_bytes", { description: "JavaScript heap in use." })
    .addCallback((result) => result.observe(process.memoryUsage().heapUsed));
  meter
    .createObservableCounter("process_cpu_seconds_total", { description: "Processor time, user and system." })
    .addCallback((result) => {
      const { user, system } = process.cpuUsage();
      result.observe((user + system) / MICROSECONDS);
    });
  meter
    .createObservableGauge("process_start_time_seconds", {
      description: "When the process started, Unix time.",
    })
    .addCallback((result) => result.observe(performance.timeOrigin / 1_000));
}
