import { InvalidError } from "@/lib/core/errors";
import { SECOND_MS, type DurationMs, type RangeMs, type UnixMs } from "@/lib/core/time";
import { QUERY_TIMEOUT_MS } from "@/lib/promql/evaluate";
import { parseGoFloat } from "@/lib/promql/go-float";
import { parseDuration } from "@/lib/promql/parser/duration";

/** RFC 3339, the offset included; `Date.parse` alone would take much more. */
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
/** The earliest and the latest time that Go's clock has: clients that mean "ever" send them. */
const GO_TIMES: ReadonlyMap<string, UnixMs> = new Map([
  ["-292273086-05-16T16:47:06Z", Number.MIN_SAFE_INTEGER],
  ["292277025-08-18T07:12:54.999999999Z", Number.MAX_SAFE_INTEGER],
]);

/** An error that names the parameter as Prometheus does. */
export function invalidParameter(name: string, why: string, cause?: unknown): InvalidError {
  return new InvalidError(`invalid parameter "${name}": ${why}`, { place: name, cause });
}

/** A finite number of seconds as milliseconds, or null. */
function secondsToMs(text: string): number | null {
  const seconds = parseGoFloat(text);
  if (seconds === undefined || !Number.isFinite(seconds)) return null;
  return Math.round(seconds * SECOND_MS);
}

function parseTime(text: string): UnixMs | null {
  const ms = secondsToMs(text);
  if (ms !== null) return ms;
  const known = GO_TIMES.get(text);
  if (known !== undefined) return known;
  const parsed = RFC_3339.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(parsed) ? null : parsed;
}

/** Unix seconds or RFC 3339 to Unix ms. @throws InvalidError in Prometheus' words */
export function readTime(form: URLSearchParams, name: string): UnixMs {
  const text = form.get(name) ?? "";
  const time = parseTime(text);
  if (time === null)
    throw invalidParameter(name, `cannot parse ${JSON.stringify(text)} to a valid timestamp`);
  return time;
}

export function readOptionalTime(form: URLSearchParams, name: string, fallback: UnixMs): UnixMs {
  return (form.get(name) ?? "") === "" ? fallback : readTime(form, name);
}

/** Seconds or a duration such as `1h30m` to milliseconds. @throws InvalidError in Prometheus' words */
export function readDuration(form: URLSearchParams, name: string): DurationMs {
  const text = form.get(name) ?? "";
  const ms = secondsToMs(text);
  if (ms !== null) return ms;
  const parsed = parseDuration(text);
  if ("ms" in parsed) return parsed.ms;
  throw invalidParameter(name, `cannot parse ${JSON.stringify(text)} to a valid duration`);
}

/** A caller may want less time than a query has, never more. */
export function readTimeoutMs(form: URLSearchParams): DurationMs {
  if ((form.get("timeout") ?? "") === "") return QUERY_TIMEOUT_MS;
  return Math.min(readDuration(form, "timeout"), QUERY_TIMEOUT_MS);
}

/** The range of a list of series: absent ends mean "ever". */
export function readListRange(form: URLSearchParams): RangeMs {
  const from = readOptionalTime(form, "start", Number.MIN_SAFE_INTEGER);
  const to = readOptionalTime(form, "end", Number.MAX_SAFE_INTEGER);
  if (to < from) throw invalidParameter("end", "end timestamp must not be before start time");
  return { from, to };
}

/** A limit of 0, as an absent one, is none. */
export function readLimit(form: URLSearchParams): number | undefined {
  const text = form.get("limit") ?? "";
  if (text === "" || text === "0") return undefined;
  if (!/^\d+$/.test(text)) throw invalidParameter("limit", "limit must be a non-negative number");
  return Number(text);
}
