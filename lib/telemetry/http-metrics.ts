import { metrics } from "@opentelemetry/api";
import { once } from "@/lib/core/once";

/** Bounds as in Prometheus' own HTTP server, seconds. @see prometheus/prometheus web/web.go `requestDuration` */
const BOUNDS_S = [0.1, 0.2, 0.4, 1, 3, 8, 20, 60, 120];

const duration = once(() =>
  metrics.getMeter("evenkeel").createHistogram("evenkeel_http_request_duration_seconds", {
    description: "From the request to the head of the answer.",
    advice: { explicitBucketBoundaries: BOUNDS_S },
  }),
);

/** Counts and times one request. */
export function recordRequest(method: string, route: string, status: number, durationMs: number): void {
  duration().record(durationMs / 1_000, { method, route, status: String(status) });
}

/**
 * The path with its parameters by name again, `/api/alarms/:id`: ids must never become label values.
 *
 * @param params as Next.js gives them.
 */
export function routeTemplate(pathname: string, params: Readonly<Record<string, unknown>>): string {
  const names = new Map(Object.entries(params).map(([name, value]) => [String(value), `:${name}`]));
  return pathname
    .split("/")
    .map((segment) => names.get(decode(segment)) ?? segment)
    .join("/");
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
