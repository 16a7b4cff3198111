import { ingestRoute } from "@/lib/http/ingest-route";
import { receiveOtlpMetrics } from "@/lib/http/receive-otlp";

/**
 * OTLP/HTTP metrics. An SDK's or Collector's endpoint is `/api/v1/otlp`; it appends `/v1/metrics` itself. SDKs give up
 * after 10 s (`OTEL_EXPORTER_OTLP_TIMEOUT`).
 */
export const POST = ingestRoute({ protocol: "otlp", deadlineMs: 5_000, handle: receiveOtlpMetrics });
