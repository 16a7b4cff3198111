import { context, metrics, propagation, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { MeterProvider, type IMetricReader } from "@opentelemetry/sdk-metrics";
import { TracerProvider, type SpanProcessor } from "@opentelemetry/sdk-trace";
import { env } from "@/lib/core/env";
import { processSingleton } from "@/lib/core/once";
import { NextSpans } from "./next-spans";
import { observeProcess } from "./process-metrics";
import { getReader } from "./reader";
import { getTraceCollector } from "./trace-collector";

export interface TelemetryOptions {
  /** What part of the product this is, as `service.name` says it: `web`, `worker`, `metrics`. Default: EVENKEEL_PART. */
  part?: string;
  /** True in a worker thread: it has a meter of its own, but shares memory and processor with its process. */
  thread?: boolean;
}

const getOptions = processSingleton("telemetry-options", (): TelemetryOptions => ({}));

/** Part of the product that this process or thread is. */
export const partName = (): string => getOptions().part ?? env().EVENKEEL_PART;

const start = processSingleton("telemetry", async (): Promise<void> => {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, EVENKEEL_DATA_DIR, EVENKEEL_RESTARTS } = env();
  if (env().OTEL_SDK_DISABLED) return;
  const { readers, processors } = endpoint === undefined ? NOTHING : await openExport();
  const resource = resourceFromAttributes({
    "service.name": `evenkeel-${partName()}`,
    "service.namespace": "evenkeel",
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  metrics.setGlobalMeterProvider(new MeterProvider({ resource, readers: [getReader(), ...readers] }));
  const spanProcessors = [getTraceCollector(), new NextSpans(), ...processors];
  trace.setGlobalTracerProvider(new TracerProvider({ resource, spanProcessors }));
  const { thread = false } = getOptions();
  observeProcess({ thread, restarts: EVENKEEL_RESTARTS, dataFolder: EVENKEEL_DATA_DIR });
});

interface Export {
  readers: IMetricReader[];
  processors: SpanProcessor[];
}
const NOTHING: Export = { readers: [], processors: [] };

/** To a collector besides: metrics each minute, spans in batches. The exporters are loaded only where they are needed. */
async function openExport(): Promise<Export> {
  const [
    { OTLPMetricExporter },
    { OTLPTraceExporter },
    { PeriodicExportingMetricReader },
    { BatchSpanProcessor },
  ] = await Promise.all([
    import("@opentelemetry/exporter-metrics-otlp-proto"),
    import("@opentelemetry/exporter-trace-otlp-proto"),
    import("@opentelemetry/sdk-metrics"),
    import("@opentelemetry/sdk-trace"),
  ]);
  // Both read OTEL_EXPORTER_OTLP_* as the specification has them, and tell of failures through the SDK's own log.
  return {
    readers: [new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() })],
    processors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
  };
}

/**
 * Starts OpenTelemetry once a process. What it gathers is read by `/metrics` and stored in Evenkeel itself (`lib/self`);
 * with `OTEL_EXPORTER_OTLP_ENDPOINT` it goes there too.
 */
export function startTelemetry(given: TelemetryOptions = {}): Promise<void> {
  Object.assign(getOptions(), given);
  return start();
}
