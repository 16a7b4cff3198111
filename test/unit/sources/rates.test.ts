import { describe, expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS } from "@/lib/core/time";
import { prepareRates, type RateRow } from "@/lib/sources/read-rates";

const NOW = 1_700_000_040_000; // A full minute.
const row = (ageMs: number, samples: number, more: Partial<RateRow> = {}): RateRow => ({
  sourceId: "s",
  at: new Date(NOW - ageMs),
  requests: 1,
  samples,
  rejectedSamples: 0,
  refusedRequests: 0,
  throttledRequests: 0,
  ...more,
});

describe("prepareRates", () => {
  it("gives the rate of the last full minute, without the ten seconds that still run", () => {
    const rows = [row(0, 999), row(10_000, 300), row(60_000, 300), row(70_000, 5_000)];
    expect(prepareRates(rows, NOW - HOUR_MS, NOW).samplesPerS).toBe(10);
  });

  it("judges a source that began just now by the time since then", () => {
    expect(prepareRates([row(20_000, 200), row(10_000, 200)], NOW - 20_000, NOW).samplesPerS).toBe(20);
    expect(prepareRates([row(0, 50)], NOW, NOW + 3_000).samplesPerS).toBe(0);
  });

  it("knows no rate before the source was first seen, and zero where it sent nothing", () => {
    const { history } = prepareRates([row(MINUTE_MS, 600)], NOW - 2 * MINUTE_MS, NOW);
    expect(history).toHaveLength(60);
    expect(history.slice(-3)).toEqual([null, 0, 10]);
  });

  it("adds up what was refused", () => {
    const rows = [
      row(1_000, 0, { rejectedSamples: 3 }),
      row(HOUR_MS / 2, 0, { rejectedSamples: 4, throttledRequests: 1 }),
    ];
    expect(prepareRates(rows, 0, NOW)).toMatchObject({ rejectedSamples: 7, throttledRequests: 1 });
  });
});
