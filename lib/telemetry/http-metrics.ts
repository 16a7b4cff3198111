import { record } from "./measure";

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Counts and times one request. */
export function recordRequest(method: string, route: string, status: number, durationMs: number): void {
  record("evenkeel_http_request_duration_seconds", durationMs / 1_000, {
    method: METHODS.has(method) ? method : "other",
    route,
    status: String(status),
  });
}

/**
 * The path with its parameters by name again, `/api/alarms/:id`: ids must never become label values.
 *
 * @param params as Next.js gives them; the array of a catch-all stands for the rest of the path.
 */
export function routeTemplate(pathname: string, params: Readonly<Record<string, unknown>>): string {
  const rest = Object.entries(params).find(([, value]) => Array.isArray(value));
  const names = new Map(Object.entries(params).map(([name, value]) => [String(value), `:${name}`]));
  const segments = pathname.split("/");
  const kept =
    rest && Array.isArray(rest[1]) ? segments.slice(0, segments.length - rest[1].length) : segments;
  const named = kept.map((segment) => names.get(decode(segment)) ?? segment);
  return [...named, ...(rest ? [`:${rest[0]}`] : [])].join("/");
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
