import { InvalidError } from "@/lib/core/errors";
import { SECOND_MS, type DurationMs, type RangeMs, type UnixMs } from "@/lib/core/time";
import { QUERY_TIMEOUT_MS } from "@/lib/promql/evaluate";
import { parseGoFloat } from "@/lib/promql/go-float";
import { parseDuration } from "@/lib/promql/parser/duration";

/** RFC 3339, the offset included; `Date.parse` alone would take much more. */
const RFC_3339 = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
/** The earliest and the latest time that Go's clock has: clients that mean "ever" send them. */
const GO_TIMES: ReadonlyMap<string, UnixMs> = new Map([
  ["-292273086-05-16T16:47:06Z", Number.MIN_SAFE_INTEGER],
  ["292277025-08-18T07:12:54.999999999Z", Number.MAX_SAFE_INTEGER],
]);
/** Go keeps durations in 64-bit nanoseconds. */
const NANOS_MAX = 2 ** 63;

/** An error that names the parameter as Prometheus does. */
export function invalidParameter(name: string, why: string, cause?: unknown): InvalidError {
  return new InvalidError(`invalid parameter "${name}": ${why}`, { place: name, cause });
}

/**
 * Seconds as milliseconds: the part behind the point is rounded to three digits, halves away from zero.
 *
 * @see Prometheus 2.42 `web/api/v1/api.go`, parseTime
 */
function secondsToMs(seconds: number): UnixMs {
  const whole = Math.trunc(seconds);
  const thousandths = (seconds - whole) * 1000;
  const rounded = Math.sign(thousandths) * Math.floor(Math.abs(thousandths) + 0.5);
  return whole * SECOND_MS + rounded;
}

function parseTime(text: string): UnixMs | null {
  const seconds = parseGoFloat(text);
  if (seconds !== undefined) {
    const ms = secondsToMs(seconds);
    return Number.isSafeInteger(ms) ? ms : null;
  }
  const known = GO_TIMES.get(text);
  if (known !== undefined) return known;
  const parts = RFC_3339.exec(text);
  if (parts === null) return null;
  // Date.parse takes the 30th of February for the 2nd of March.
  const [, year, month, day] = parts;
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  const parsed = Number(day) > days ? Number.NaN : Date.parse(text);
  return Number.isNaN(parsed) ? null : parsed;
}

const noTime = (text: string): string => `cannot parse ${JSON.stringify(text)} to a valid timestamp`;

/** Unix seconds or RFC 3339 to Unix ms. @throws InvalidError in Prometheus' words */
export function readTime(form: URLSearchParams, name: string): UnixMs {
  const text = form.get(name) ?? "";
  const time = parseTime(text);
  if (time === null) throw invalidParameter(name, noTime(text));
  return time;
}

/** @throws InvalidError in Prometheus' words, which are others than those for a time that must be there */
export function readOptionalTime(form: URLSearchParams, name: string, fallback: UnixMs): UnixMs {
  const text = form.get(name) ?? "";
  if (text === "") return fallback;
  const time = parseTime(text);
  if (time === null) throw invalidParameter(name, `Invalid time value for '${name}': ${noTime(text)}`);
  return time;
}

/** Seconds or a duration such as `1h30m` to milliseconds, cut to whole ones. @throws InvalidError without the name of a parameter */
function parseAnyDuration(text: string): DurationMs {
  const seconds = parseGoFloat(text);
  if (seconds !== undefined) {
    if (Math.abs(seconds) * 1e9 > NANOS_MAX) {
      throw new InvalidError(`cannot parse ${JSON.stringify(text)} to a valid duration. It overflows int64`);
    }
    // NaN: Go makes the smallest number of it.
    return Number.isNaN(seconds) ? Number.MIN_SAFE_INTEGER : Math.trunc(Math.trunc(seconds * 1e9) / 1e6);
  }
  const parsed = parseDuration(text);
  if ("ms" in parsed) return parsed.ms;
  throw new InvalidError(`cannot parse ${JSON.stringify(text)} to a valid duration`);
}

/** Seconds or a duration such as `1h30m` to milliseconds. @throws InvalidError in Prometheus' words */
export function readDuration(form: URLSearchParams, name: string): DurationMs {
  try {
    return parseAnyDuration(form.get(name) ?? "");
  } catch (error) {
    throw invalidParameter(name, (error as Error).message, error);
  }
}

/** A caller may want less time than a query has, never more. */
export function readTimeoutMs(form: URLSearchParams): DurationMs {
  if ((form.get("timeout") ?? "") === "") return QUERY_TIMEOUT_MS;
  return Math.min(readDuration(form, "timeout"), QUERY_TIMEOUT_MS);
}

/** How far instant selectors look back, when the caller says; nothing and less is the default. */
export function readLookbackMs(form: URLSearchParams): DurationMs | undefined {
  const text = form.get("lookback_delta") ?? "";
  if (text === "") return undefined;
  try {
    const lookbackMs = parseAnyDuration(text);
    return lookbackMs > 0 ? lookbackMs : undefined;
  } catch (error) {
    const why = `error parsing lookback delta duration: ${(error as Error).message}`;
    throw new InvalidError(why, { place: "lookback_delta", cause: error });
  }
}

/** The range of a list of series: absent ends mean "ever". It may be empty. */
export function readListRange(form: URLSearchParams): RangeMs {
  return {
    from: readOptionalTime(form, "start", Number.MIN_SAFE_INTEGER),
    to: readOptionalTime(form, "end", Number.MAX_SAFE_INTEGER),
  };
}

const WHOLE_NUMBER = /^[+-]?\d+$/;

/** A limit of 0, as an absent one, is none. @see Prometheus 3 `web/api/v1/api.go`, parseLimitParam */
export function readLimit(form: URLSearchParams): number | undefined {
  const text = form.get("limit") ?? "";
  if (text === "") return undefined;
  if (!WHOLE_NUMBER.test(text)) {
    throw invalidParameter("limit", `strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
  }
  const limit = Number(text);
  if (limit < 0) throw invalidParameter("limit", "limit must be non-negative");
  return limit === 0 ? undefined : limit;
}

/** A bound of `/api/v1/metadata`; undefined: none is given. */
export function readCount(form: URLSearchParams, name: string): number | undefined {
  const text = form.get(name) ?? "";
  if (text === "") return undefined;
  if (!WHOLE_NUMBER.test(text)) throw new InvalidError(`${name} must be a number`, { place: name });
  return Number(text);
}
