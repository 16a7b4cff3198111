import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS } from "@/lib/core/time";
import { chooseCutoff } from "@/lib/metrics/embedded/expiry";
import { environmentRetention } from "@/lib/metrics/retention/environment-retention";

const NOW = Date.UTC(2026, 0, 20, 12);
const MB = 1024 * 1024;

describe("chooseCutoff", () => {
  const day = (ago: number, bytes: number) => ({ before: NOW - ago * DAY_MS, bytes });
  const byAge = [day(5, 100), day(4, 100), day(3, 100), day(2, 100), day(1, 100)];

  it.each([
    ["by age alone, whatever the size", 10 * DAY_MS, null, NOW - 10 * DAY_MS],
    ["nothing more when the limits hold", 10 * DAY_MS, 550, NOW - 10 * DAY_MS],
    ["the oldest first", 10 * DAY_MS, 549, NOW - 5 * DAY_MS],
    ["as many as are needed", 10 * DAY_MS, 300, NOW - 3 * DAY_MS],
    ["and does not count what goes by age", 3.5 * DAY_MS, 350, NOW - 3.5 * DAY_MS],
    ["whichever limit is reached first", 4 * DAY_MS, 250, NOW - 3 * DAY_MS],
  ])("drops %s", (_, maxAgeMs, maxBytes, expected) => {
    expect(chooseCutoff(NOW, { maxAgeMs, maxBytes }, { byAge, other: 50 })).toBe(expected);
  });

  it("never drops what is younger than 2 h", () => {
    const young = [
      { before: NOW - 2 * HOUR_MS, bytes: 100 },
      { before: NOW - HOUR_MS, bytes: 100 },
    ];
    const limits = { maxAgeMs: DAY_MS, maxBytes: 1 };
    expect(chooseCutoff(NOW, limits, { byAge: young, other: 0 })).toBe(NOW - 2 * HOUR_MS);
  });
});

describe("environmentRetention", () => {
  it("reads durations and sizes as Prometheus does", () => {
    expect(environmentRetention({ METRICS_RETENTION_TIME: "15d" })).toEqual({
      maxAgeMs: 15 * DAY_MS,
      maxBytes: null,
    });
    expect(
      environmentRetention({ METRICS_RETENTION_TIME: "1d12h", METRICS_RETENTION_BYTES: "512MB" }),
    ).toEqual({ maxAgeMs: 36 * HOUR_MS, maxBytes: 512 * MB });
  });

  it.each([
    ["METRICS_RETENTION_TIME", { METRICS_RETENTION_TIME: "1h" }],
    ["METRICS_RETENTION_TIME", { METRICS_RETENTION_TIME: "1s1h" }],
    ["METRICS_RETENTION_BYTES", { METRICS_RETENTION_TIME: "15d", METRICS_RETENTION_BYTES: "63MB" }],
  ])("refuses what cannot be meant and names %s", (name, variables) => {
    expect(() => environmentRetention(variables)).toThrow(name);
  });
});
