import { describe, expect, it } from "vitest";
import { formatGoals } from "@/scripts/bench/goals";
import type { Figures } from "@/scripts/bench/measure-engine";

const figures = (queryMs: readonly number[], rest: Partial<Figures> = {}): Figures => ({
  samplesPerS: 200_000,
  queries: queryMs.map((p50Ms) => ({ p50Ms, p95Ms: p50Ms, answer: new Map() })),
  queriesPerS: 100,
  live: { ageMsP50: 100, ageMsP95: 200, samples: 1, samplesPerS: 3_000 },
  bytesPerSample: 2,
  memoryBytes: 500 * 1_024 * 1_024,
  loopDelayMs: null,
  many: null,
  ...rest,
});

const row = (table: string, figure: string): string[] =>
  (table.split("\n").find((line) => line.startsWith(`| ${figure}`)) ?? "").split(" | ");

describe("formatGoals", () => {
  it("holds ratios against the peers of the same run", () => {
    const table = formatGoals({
      ours: figures([4, 30]),
      prometheus: figures([8, 10], { samplesPerS: 300_000, queriesPerS: 50 }),
      victoriaMetrics: figures([2, 5], { queriesPerS: 150 }),
    });
    expect(row(table, "worst single query").slice(2)).toEqual(["3.00", "≤ 2", "no", "≤ 1", "no |"]);
    expect(row(table, "queries with many clients").slice(2)).toEqual([
      "2.00",
      "≥ 1",
      "yes",
      "≥ as VictoriaMetrics: 3.00",
      "no |",
    ]);
    expect(row(table, "durable ingest").slice(4)).toEqual(["yes", "≥ as Prometheus: 300,000", "no |"]);
    expect(row(table, "resident memory").slice(2)).toEqual(["500", "≤ 1,024", "yes", "≤ 400", "no |"]);
  });

  it("says nothing of what was not measured", () => {
    const table = formatGoals({ ours: figures([1]), prometheus: undefined, victoriaMetrics: undefined });
    expect(row(table, "queries, geometric mean").slice(2)).toEqual([
      "–",
      "≤ 1",
      "–",
      "≤ as VictoriaMetrics",
      "– |",
    ]);
    expect(row(table, "many series: `series`")[2]).toBe("–");
  });
});
