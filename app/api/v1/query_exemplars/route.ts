import { prometheusRoute } from "@/lib/http/prometheus-route";

/** Exemplars are not stored; Grafana asks for them with every panel and wants an empty list then. */
export const GET = prometheusRoute({ role: "viewer", handle: () => Promise.resolve({ data: [] }) });
export const POST = GET;
