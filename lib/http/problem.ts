import { z } from "zod";
import { ERROR_CODES, type AppError } from "@/lib/core/errors";
import { activeTraceId } from "@/lib/telemetry/span";
import { errorHeaders, httpStatus } from "./status";

/** Problem details: https://www.rfc-editor.org/rfc/rfc9457. `code` is what programs should look at. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  code: z.enum(ERROR_CODES),
  place: z.string().optional(),
  retryable: z.boolean(),
  requestId: z.string(),
  /** Where the answer was traced: Settings → Evenkeel finds the trace by it. */
  traceId: z.string().optional(),
  /** Every fault of an input that does not fit, first one first. */
  errors: z.array(z.object({ place: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problemSchema>;

export function problemResponse(error: AppError, requestId: string): Response {
  const status = httpStatus(error);
  const traceId = activeTraceId();
  const problem: Problem = {
    type: "about:blank",
    title: error.code.replaceAll("_", " "),
    status,
    detail: error.message,
    code: error.code,
    retryable: error.retryable,
    requestId,
    ...(traceId === undefined ? {} : { traceId }),
    ...(error.place === undefined ? {} : { place: error.place }),
    ...(error.cause instanceof z.ZodError ? { errors: listFaults(error.cause) } : {}),
  };
  return new Response(JSON.stringify(problem), {
    status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...errorHeaders(error),
    },
  });
}

function listFaults(error: z.ZodError): { place: string; message: string }[] {
  return error.issues.map((issue) => ({ place: issue.path.join("."), message: issue.message }));
}
