import { PrometheusExporter, PrometheusSerializer } from "@opentelemetry/exporter-prometheus";
import { processSingleton } from "@/lib/core/once";

/** Collects on demand; `/metrics` of the web part serves it, not a port of its own. */
export const getExporter = processSingleton(
  "telemetry-exporter",
  () => new PrometheusExporter({ preventServerStart: true }),
);

/** All metrics of this process in Prometheus' text format. */
export async function exposeMetrics(): Promise<string> {
  const { resourceMetrics } = await getExporter().collect();
  return new PrometheusSerializer(undefined, false, undefined, true, true).serialize(resourceMetrics);
}
