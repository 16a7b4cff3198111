import { z } from "zod";
import {
  type AppError,
  InvalidError,
  LimitError,
  TimeoutError,
  UnavailableError,
  UpstreamError,
} from "@/lib/core/errors";

/** @see https://prometheus.io/docs/prometheus/2.42/querying/api/#format-overview */
const errorSchema = z.object({ status: z.literal("error"), errorType: z.string(), error: z.string() });

/** Of a text that is no JSON: enough to recognise a proxy's error page. */
const EXCERPT_LENGTH = 200;

/** Prometheus: `query processing would load too many samples into memory`; VictoriaMetrics: `… exceeds -search.maxSamplesPerQuery`. */
const LIMIT_TEXT = /too many (?:samples|points|time ?series)|exceeds? .*max/i;
/** Prometheus 2.42 answers 500 to a sample before its out-of-order window, and 400 to every other one that it refuses. */
const TOO_OLD_TEXT = /^too old sample/;
/** Prometheus gives the same fault with the name of the parameter that it came by. */
const PARAMETER_PREFIX = /^invalid parameter "(?:query|match\[\])": /;

function readError(body: string): { type: string; text: string } | null {
  try {
    const parsed = errorSchema.safeParse(JSON.parse(body));
    return parsed.success ? { type: parsed.data.errorType, text: parsed.data.error } : null;
  } catch {
    return null; // Not JSON: the answer of a proxy, or of an engine that is starting.
  }
}

/** By HTTP status, for answers without a known `errorType`. */
function mapStatus(status: number, text: string): AppError {
  const said = `The metrics engine answered ${status}: ${text}`;
  switch (status) {
    case 400:
      return new InvalidError(text.replace(PARAMETER_PREFIX, ""));
    case 422:
      return LIMIT_TEXT.test(text) ? new LimitError(text) : new InvalidError(text);
    case 408:
    case 504:
      return new TimeoutError(said);
    case 429:
    case 502:
    case 503:
      return new UnavailableError(said);
    default:
      if (TOO_OLD_TEXT.test(text)) return new InvalidError(text);
      return new UpstreamError(said, { retryable: status >= 500 });
  }
}

/**
 * The error of ours that an engine's refusal means. Faults of the query keep the engine's words.
 *
 * @param body as it came: the JSON envelope of the Prometheus API, or whatever a proxy writes.
 */
export function mapError(status: number, body: string): AppError {
  const error = readError(body);
  if (error === null) return mapStatus(status, body.trim().slice(0, EXCERPT_LENGTH) || "(no text)");
  const { type, text } = error;
  switch (type) {
    case "bad_data":
      return new InvalidError(text.replace(PARAMETER_PREFIX, ""));
    case "execution":
      return LIMIT_TEXT.test(text) ? new LimitError(text) : new InvalidError(text);
    case "timeout":
      return new TimeoutError(text);
    case "canceled":
    case "unavailable":
      return new UnavailableError(`The metrics engine is not available: ${text}`);
    case "internal":
      return new UpstreamError(`The metrics engine failed: ${text}`);
    default:
      return mapStatus(status, text);
  }
}
