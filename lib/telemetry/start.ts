import { NodeSDK } from "@opentelemetry/sdk-node";
import { env } from "@/lib/core/env";
import { processSingleton } from "@/lib/core/once";
import { getExporter } from "./exporter";
import { observeProcess } from "./process-metrics";

/**
 * Starts OpenTelemetry once a process. Metrics are read at `/metrics`; spans go out only where
 * `OTEL_EXPORTER_OTLP_ENDPOINT` says where to, and cost next to nothing otherwise.
 */
export const startTelemetry = processSingleton("telemetry", (): NodeSDK => {
  const { EVENKEEL_PART, OTEL_EXPORTER_OTLP_ENDPOINT } = env();
  const sdk = new NodeSDK({
    serviceName: `evenkeel-${EVENKEEL_PART}`,
    autoDetectResources: false,
    instrumentations: [],
    metricReaders: [getExporter()],
    // Without these two it would try to send to localhost:4318.
    ...(OTEL_EXPORTER_OTLP_ENDPOINT === undefined ? { spanProcessors: [], logRecordProcessors: [] } : {}),
  });
  sdk.start();
  observeProcess();
  return sdk;
});
