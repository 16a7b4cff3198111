import { expect, it } from "vitest";
import { readRetryAfter } from "@/lib/metrics/remote/retry-after";

const NOW = Date.UTC(2026, 0, 1, 12);

it.each([
  [null, null],
  ["", null],
  ["soon", null],
  ["0", 0],
  ["7", 7_000],
  // A day is not taken at its word.
  ["86400", 60_000],
  ["Thu, 01 Jan 2026 12:00:05 GMT", 5_000],
  ["Thu, 01 Jan 2026 11:00:00 GMT", 0],
])("Retry-After %j is %j ms", (text, ms) => {
  const headers = text === null ? {} : { "retry-after": text };
  expect(readRetryAfter(new Response("", { headers }), NOW)).toBe(ms);
});
