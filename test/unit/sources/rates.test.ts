import { describe, expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS } from "@/lib/core/time";
import { prepareRates, type MinuteRow } from "@/lib/sources/read-rates";

const NOW = 1_700_000_040_000; // A full minute.
const row = (minutesAgo: number, samples: number, more: Partial<MinuteRow> = {}): MinuteRow => ({
  minute: NOW - minutesAgo * MINUTE_MS,
  samples,
  rejectedSamples: 0,
  refusedRequests: 0,
  throttledRequests: 0,
  ...more,
});

describe("prepareRates", () => {
  it("gives the rate of the last minute", () => {
    expect(prepareRates({ minutes: [], lastMinute: 600 }, NOW - HOUR_MS, NOW).samplesPerS).toBe(10);
  });

  it("judges a source that began just now by the time since then", () => {
    expect(prepareRates({ minutes: [], lastMinute: 400 }, NOW - 20_000, NOW).samplesPerS).toBe(20);
    expect(prepareRates({ minutes: [], lastMinute: 0 }, NOW, NOW + 3_000).samplesPerS).toBe(0);
  });

  it("knows no rate before the source was first seen, and zero where it sent nothing", () => {
    const minutes = [row(1, 600), row(0, 5)];
    const { history } = prepareRates({ minutes, lastMinute: 0 }, NOW - 2 * MINUTE_MS, NOW + 7_000);
    expect(history).toHaveLength(60);
    // The minute that runs is not over, and not shown.
    expect(history.slice(-3)).toEqual([null, 0, 10]);
  });

  it("adds up what was refused, in the minute that runs too", () => {
    const minutes = [
      row(0, 0, { rejectedSamples: 3 }),
      row(30, 0, { rejectedSamples: 4, throttledRequests: 1 }),
    ];
    expect(prepareRates({ minutes, lastMinute: 0 }, 0, NOW)).toMatchObject({
      rejectedSamples: 7,
      throttledRequests: 1,
    });
  });
});
