import { assert, double, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { newHistogram, observe } from "@/lib/simulator/latency";
import { newServed, serve, waitFactor } from "@/lib/simulator/queueing";

describe("the wait in a queue", () => {
  it("is that of M/M/1 with one server: ρ/(1-ρ) service times", () => {
    for (const usage of [0.1, 0.5, 0.9]) expect(waitFactor(usage, 1)).toBeCloseTo(usage / (1 - usage), 10);
  });

  it("is close to the exact M/M/4 at ρ = 0.8 (Erlang C: 0.7455 service times)", () =>
    expect(Math.abs(waitFactor(0.8, 4) - 0.7455)).toBeLessThan(0.03));

  it("rises with utilisation", () => {
    const waits = [0.1, 0.3, 0.5, 0.7, 0.9].map(
      (usage) => serve(usage * 100, 100, 4, 3, 0, 5, newServed()).waitS,
    );
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
  });
});

describe("a tick of a queue", () => {
  const load = double({ min: 0, max: 1_000, noNaN: true });

  it("neither makes nor loses work: what came is served, waiting or failed", () => {
    assert(
      property(load, double({ min: 1, max: 500, noNaN: true }), load, (offered, capacity, backlog) => {
        const { failed, usage, backlog: left } = serve(offered, capacity, 4, 3, backlog, 5, newServed());
        const served = usage * capacity * 5;
        expect(served + left + failed * offered * 5).toBeLessThanOrEqual(offered * 5 + backlog + 1e-6);
        expect(left).toBeLessThanOrEqual(capacity * 3 + 1e-9);
        expect(failed).toBeGreaterThanOrEqual(0);
        expect(failed).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("builds a backlog past capacity, and drains it when the load falls", () => {
    const over = { ...serve(150, 100, 4, 10, 0, 5, newServed()) };
    expect(over.backlog).toBe(250);
    expect(serve(20, 100, 4, 10, over.backlog, 5, newServed()).backlog).toBe(0);
  });

  it("fails everything while no server works", () =>
    expect(serve(10, 0, 4, 3, 50, 5, newServed())).toMatchObject({ failed: 1, backlog: 0 }));
});

it("a histogram of latencies is cumulative and keeps the mean", () => {
  const bounds = [0.01, 0.1, 1, 10];
  const histogram = newHistogram(bounds);
  observe(histogram, bounds, 1_000, { meanS: 0.2, varianceS2: 0.01, tailShare: 0.1, tailS: 2 });
  expect(histogram.counts).toEqual(histogram.counts.toSorted((a, b) => a - b));
  expect(histogram.count).toBe(1_000);
  expect(histogram.sumS).toBeCloseTo(1_000 * (0.2 + 0.1 * 2));
  // Nine in ten are under a second, bar the few of the exponential's own tail.
  expect(histogram.counts[2]).toBeGreaterThan(890);
  expect(histogram.counts[2]).toBeLessThan(900.1);
});
