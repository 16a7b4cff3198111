import { z } from "zod";
import { AppError, ERROR_CODES, UnavailableError, UpstreamError, type ErrorCode } from "@/lib/core/errors";

type QueryValue = string | number | boolean | null | undefined;

interface Call<Schema extends z.ZodType> {
  /** Of the answer. */
  schema: Schema;
  /** `null` and `undefined` are left out; an array repeats its name. */
  query?: Readonly<Record<string, QueryValue | readonly QueryValue[]>>;
  signal?: AbortSignal;
}

interface Send<Schema extends z.ZodType> extends Call<Schema> {
  body?: unknown;
  /** Sent as it is, in the place of `body`. */
  text?: string;
  method?: "POST" | "PUT" | "PATCH" | "DELETE";
}

/**
 * For browser code: asks one of our endpoints and checks the answer.
 *
 * @throws AppError with the code and the words of the server; UnavailableError when it cannot be reached.
 */
export function getJson<Schema extends z.ZodType>(
  url: string,
  call: Call<Schema>,
): Promise<z.output<Schema>> {
  return ask(url, call, {});
}

/** Like `getJson`, for changes. An answer without content is `undefined`: pass `schema: z.undefined()`. */
export function postJson<Schema extends z.ZodType>(
  url: string,
  { body, text, method = "POST", ...call }: Send<Schema>,
): Promise<z.output<Schema>> {
  if (text !== undefined)
    return ask(url, call, { method, headers: { "content-type": "text/plain;charset=utf-8" }, body: text });
  return ask(url, call, {
    method,
    headers: body === undefined ? {} : { "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** The text of an endpoint that has no JSON. Throws as `getJson`. */
export async function getText(url: string, signal: AbortSignal): Promise<string> {
  return (await send(url, { headers: {}, signal })).text();
}

async function send(url: string, { signal, ...init }: RequestInit): Promise<Response> {
  const response = await fetch(url, { ...init, ...(signal ? { signal } : {}) }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new UnavailableError("The server cannot be reached.", { cause });
  });
  if (!response.ok) throw await readProblem(response);
  return response;
}

async function ask<Schema extends z.ZodType>(
  url: string,
  { schema, query = {}, signal }: Call<Schema>,
  { headers = {}, ...init }: Omit<RequestInit, "headers"> & { headers?: Record<string, string> },
): Promise<z.output<Schema>> {
  const response = await send(withQuery(url, query), {
    ...init,
    headers: { accept: "application/json", ...headers },
    signal: signal ?? null,
  });
  const value: unknown = response.status === 204 ? undefined : await response.json();
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new UpstreamError(`${url} answered out of its format.`, { cause: parsed.error });
  return parsed.data;
}

const serverErrorSchema = z.union([
  z.object({
    detail: z.string(),
    code: z.enum(ERROR_CODES),
    place: z.string().optional(),
    retryable: z.boolean(),
  }),
  // The Prometheus endpoints have their own form.
  z.object({ error: z.string(), errorType: z.string() }).transform(({ error, errorType }) => ({
    detail: error,
    code: PROMETHEUS_CODE[errorType] ?? "internal",
    place: undefined,
    retryable: false,
  })),
]);

const PROMETHEUS_CODE: Record<string, ErrorCode> = {
  bad_data: "invalid",
  execution: "limit",
  timeout: "timeout",
  unavailable: "unavailable",
  not_found: "not_found",
  unauthorized: "unauthenticated",
  forbidden: "forbidden",
};

async function readProblem(response: Response): Promise<AppError> {
  const parsed = serverErrorSchema.safeParse(await response.json().catch(() => null));
  if (!parsed.success)
    return new UpstreamError(`The server answered ${response.status} ${response.statusText}.`);
  const { code, detail, place, retryable } = parsed.data;
  return new AppError(code, detail, { retryable, ...(place === undefined ? {} : { place }) });
}

function withQuery(url: string, query: NonNullable<Call<z.ZodType>["query"]>): string {
  const params = new URLSearchParams();
  for (const [name, given] of Object.entries(query)) {
    for (const value of Array.isArray(given) ? given : [given]) {
      if (value !== null && value !== undefined) params.append(name, String(value));
    }
  }
  const text = params.toString();
  return text === "" ? url : `${url}?${text}`;
}
