import { MINUTE_MS, SECOND_MS, type DurationMs, type UnixMs } from "@/lib/core/time";

/** Longest that an engine is left alone at its word: a mistyped header must not silence it for a day. Our choice. */
const RETRY_AFTER_MAX_MS: DurationMs = MINUTE_MS;

/**
 * How long the engine asks to be left alone, or null when it does not say: `Retry-After` in seconds or as a date.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
 */
export function readRetryAfter({ headers }: Response, now: UnixMs): DurationMs | null {
  const text = headers.get("retry-after")?.trim();
  if (text === undefined || text === "") return null;
  const ms = /^\d+$/.test(text) ? Number(text) * SECOND_MS : Date.parse(text) - now;
  return Number.isNaN(ms) ? null : Math.min(RETRY_AFTER_MAX_MS, Math.max(0, ms));
}
