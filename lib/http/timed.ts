import { recordRequest, routeTemplate } from "@/lib/telemetry/http-metrics";
import { withRequestSpan } from "@/lib/telemetry/request-span";
import type { RouteHandler } from "./route";

/** As nginx counts requests whose client closed the connection: nobody reads the answer. */
const CLIENT_LEFT = 499;

/** Counts, times and traces a handler's calls by its route. */
export function timed(handler: RouteHandler): RouteHandler {
  return async (request, route) => {
    const startedAt = performance.now();
    const params = ((await route.params) ?? {}) as Record<string, unknown>;
    const template = routeTemplate(new URL(request.url).pathname, params);
    const response = await withRequestSpan(request, template, async () => {
      const answer = await handler(request, route);
      return request.signal.aborted && answer.status >= 500
        ? new Response(null, { status: CLIENT_LEFT })
        : answer;
    });
    recordRequest(request.method, template, response.status, performance.now() - startedAt);
    return response;
  };
}
