import { prometheusRoute } from "@/lib/http/prometheus-route";
import { receiveOtlpMetrics } from "@/lib/http/receive-otlp";

/** OTLP/HTTP metrics. An SDK's or Collector's endpoint is `/api/v1/otlp`; it appends `/v1/metrics` itself. */
export const POST = prometheusRoute({
  role: "operator",
  form: false,
  handle: ({ ctx, request }) => receiveOtlpMetrics(ctx, request),
});
