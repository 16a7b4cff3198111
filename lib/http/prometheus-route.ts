import type { Context } from "@/lib/core/context";
import type { AppError, ErrorCode } from "@/lib/core/errors";
import { openContext, requestIdOf, type RouteRole } from "./open-context";
import { readText } from "./read-body";
import { reportError } from "./report-error";
import type { RouteHandler } from "./route";
import { BodyTooLargeError, errorHeaders, httpStatus } from "./status";
import { timed } from "./timed";
import { toAppError } from "./to-app-error";

/** Query forms are short; Grafana's longest are some kilobytes. */
const FORM_BYTES_MAX = 1_048_576;

/**
 * `errorType` and status as Prometheus has them; `unauthorized` and `forbidden` are ours, since Prometheus leaves
 * access to what stands before it.
 * @see https://github.com/prometheus/prometheus/blob/main/web/api/v1/api.go `respondError`
 */
const ERROR_TYPE = {
  invalid: { type: "bad_data", status: 400 },
  unauthenticated: { type: "unauthorized", status: 401 },
  forbidden: { type: "forbidden", status: 403 },
  not_found: { type: "not_found", status: 404 },
  conflict: { type: "execution", status: 422 },
  limit: { type: "execution", status: 422 },
  internal: { type: "internal", status: 500 },
  upstream: { type: "execution", status: 422 },
  timeout: { type: "timeout", status: 503 },
  unavailable: { type: "unavailable", status: 503 },
} as const satisfies Record<ErrorCode, { type: string; status: number }>;

export interface PrometheusAnswer {
  data: unknown;
  warnings?: readonly string[];
  infos?: readonly string[];
}

interface PrometheusRouteSpec {
  role: RouteRole;
  /** False: the body is not a form and is left unread in `request` (remote-write). Default true. */
  form?: boolean;
  handle: (call: {
    ctx: Context;
    /** Path parameters. */
    params: Readonly<Record<string, string>>;
    /** Of the address and, with POST, of the form in the body: Prometheus takes both. */
    form: URLSearchParams;
    request: Request;
  }) => Promise<PrometheusAnswer | Response>;
}

/** Like `route`, with the envelope and the errors of the Prometheus HTTP API. */
export function prometheusRoute(spec: PrometheusRouteSpec): RouteHandler {
  return timed(async (request, { params }) => {
    const requestId = requestIdOf(request);
    try {
      const ctx = await openContext(request, spec.role, requestId);
      const form = await readForm(request, spec.form ?? true);
      const answer = await spec.handle({
        ctx,
        params: (await params) as Record<string, string>,
        form,
        request,
      });
      if (answer instanceof Response) return answer;
      const { data, warnings = [], infos = [] } = answer;
      return Response.json(
        {
          status: "success",
          data,
          ...(warnings.length > 0 ? { warnings } : {}),
          ...(infos.length > 0 ? { infos } : {}),
        },
        { headers: { "cache-control": "no-store" } },
      );
    } catch (thrown) {
      const error = toAppError(thrown, requestId);
      reportError(error, request, requestId);
      return prometheusError(error);
    }
  });
}

export function prometheusError(error: AppError): Response {
  const { type, status } =
    error instanceof BodyTooLargeError
      ? { type: ERROR_TYPE.invalid.type, status: httpStatus(error) }
      : ERROR_TYPE[error.code];
  return Response.json(
    { status: "error", errorType: type, error: error.message },
    { status, headers: errorHeaders(error) },
  );
}

async function readForm(request: Request, wanted: boolean): Promise<URLSearchParams> {
  const form = new URLSearchParams(new URL(request.url).searchParams);
  const type = request.headers.get("content-type") ?? "";
  if (
    !wanted ||
    (request.method !== "POST" && request.method !== "PUT") ||
    !type.startsWith("application/x-www-form-urlencoded")
  )
    return form;
  for (const [name, value] of new URLSearchParams(await readText(request, FORM_BYTES_MAX)))
    form.append(name, value);
  return form;
}
