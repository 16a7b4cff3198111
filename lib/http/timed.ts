import { recordRequest, routeTemplate } from "@/lib/telemetry/http-metrics";
import type { RouteHandler } from "./route";

/** Counts and times a handler's calls by its route. */
export function timed(handler: RouteHandler): RouteHandler {
  return async (request, route) => {
    const startedAt = performance.now();
    const response = await handler(request, route);
    const params = ((await route.params) ?? {}) as Record<string, unknown>;
    const template = routeTemplate(new URL(request.url).pathname, params);
    recordRequest(request.method, template, response.status, performance.now() - startedAt);
    return response;
  };
}
