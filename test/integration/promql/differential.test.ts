import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evaluateInstant, evaluateRange } from "@/lib/promql/evaluate";
import { MemorySource } from "../../support/memory-source";
import { findPrometheus, PrometheusServer } from "../../support/prometheus";
import { scalarQuery, vectorQuery } from "../../support/promql-arbitrary";
import { makeWorld, WORLD_MS, WORLD_START } from "../../support/promql-world";
import { answerOf, differences, wording, type Answer, type Tolerance } from "../../support/promql-answers";
import { EVALUATION_FAULTS, PARSE_FAULTS } from "../../support/promql-faults";

const RUNS = Number(process.env["PROMQL_FUZZ_RUNS"] ?? 300);
const SEED = Number(process.env["PROMQL_FUZZ_SEED"] ?? 20);
const peer = findPrometheus("2.42");

const world = makeWorld(7);
const source = new MemorySource(world);
const instant = WORLD_START + 2_000_000;

/** When to ask: before the first sample and after the last too, on round steps and odd ones. */
const moments = fc.record({
  at: fc.integer({ min: -100, max: WORLD_MS / 1000 + 400 }).map((seconds) => WORLD_START + seconds * 1000),
  from: fc.integer({ min: -100, max: 600 }).map((seconds) => WORLD_START + seconds * 1000),
  to: fc.integer({ min: 600, max: WORLD_MS / 1000 + 400 }).map((seconds) => WORLD_START + seconds * 1000),
  stepMs: fc.constantFrom(7_000, 15_000, 47_000, 60_000, 300_000),
});
const questions = fc.tuple(
  fc.oneof({ weight: 12, arbitrary: vectorQuery }, { weight: 1, arbitrary: scalarQuery }),
  moments,
);

type Moments = typeof moments extends fc.Arbitrary<infer T> ? T : never;

async function ours(run: () => Promise<Answer>): Promise<Answer> {
  try {
    return await run();
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/** Same query, same data, Prometheus 2.42 beside us. */
describe.skipIf("missing" in peer)(
  `our engine against Prometheus 2.42${"missing" in peer ? ` (skipped: ${peer.missing})` : ""}`,
  () => {
    let prometheus: PrometheusServer;
    let answered = 0; // Range queries that gave any series: agreement on nothing proves nothing.

    beforeAll(async () => {
      prometheus = await PrometheusServer.start("program" in peer ? peer.program : "");
      await prometheus.write(world);
    });
    afterAll(() => prometheus.stop());

    async function compare(query: string, when: Moments): Promise<string[]> {
      const { at, from, to, stepMs } = when;
      const theirInstant = answerOf(await prometheus.query(query, at));
      const ourInstant = await ours(async () => answerOfOurs(await evaluateInstant(source, query, at)));
      const theirRange = answerOf(await prometheus.queryRange(query, from, to, stepMs));
      const ourRange = await ours(async () => ({
        series: await evaluateRange(source, query, { from, to }, stepMs),
      }));
      if ("series" in theirRange && theirRange.series.length > 0) answered++;
      const tolerance = toleranceOf(query);
      return [
        ...differences(theirInstant, ourInstant, false, tolerance).map(
          (what) => `${query} at ${at}\n    ${what}`,
        ),
        ...differences(theirRange, ourRange, true, tolerance).map(
          (what) => `${query} ${from}-${to} ${stepMs}\n    ${what}`,
        ),
      ];
    }

    it.each([...PARSE_FAULTS, ...EVALUATION_FAULTS])("both refuse %j: %s", async (query, message) => {
      const theirs = answerOf(await prometheus.query(query, instant));
      const own = await ours(async () => answerOfOurs(await evaluateInstant(source, query, instant)));
      const expected = wording(message, false);
      expect("error" in theirs ? wording(theirs.error, false) : theirs).toBe(expected);
      expect("error" in own ? wording(own.error, false) : own).toBe(expected);
    });

    it.each(["sort(g)", "sort_desc(odd)", "topk(3, g)", "bottomk by (app) (2, g)", "topk(5, abs(g))"])(
      "%s comes in Prometheus' order",
      async (query) => {
        const theirs = answerOf(await prometheus.query(query, instant));
        const own = answerOfOurs(await evaluateInstant(source, query, instant));
        if ("error" in theirs || "error" in own) throw new Error("both must answer");
        expect(own.series.map(({ v }) => v[0])).toEqual(theirs.series.map(({ v }) => v[0]));
      },
    );

    it(
      `agrees on ${RUNS} random queries (seed ${SEED})`,
      async () => {
        const found: string[] = [];
        for (const [query, when] of fc.sample(questions, { numRuns: RUNS, seed: SEED })) {
          found.push(...(await compare(query, when)));
        }
        expect(found.slice(0, 40).join("\n"), `${found.length} differences`).toBe("");
        expect(answered / RUNS).toBeGreaterThan(0.4);
      },
      RUNS * 200 + 10_000,
    );
  },
);

/**
 * The variance of times, and what is left when they are divided, keep few digits, and which depends on the order of the
 * series; what is left of a huge number is nothing but its rounding.
 */
function toleranceOf(query: string): Tolerance {
  return {
    relative: /std(?:var|dev)/.test(query) ? 1e-6 : 1e-9,
    absolute: !query.includes("%") ? 1e-12 : /sinh|cosh|exp|\^|e300/.test(query) ? Infinity : 1e-6,
    // Which of two zeros a quantile, a greatest or a least value is depends on the order too.
    zeroSigns: !/quantile|max|min/i.test(query),
  };
}

function answerOfOurs(result: Awaited<ReturnType<typeof evaluateInstant>>): Answer {
  switch (result.type) {
    case "vector":
      return {
        series: result.samples.map(({ labels, t, v }) => ({
          labels,
          t: Float64Array.of(t),
          v: Float64Array.of(v),
        })),
      };
    case "scalar":
      return { series: [{ labels: {}, t: Float64Array.of(result.t), v: Float64Array.of(result.v) }] };
    case "matrix":
      return { series: result.series };
    case "string":
  }
  return { series: [] };
}
