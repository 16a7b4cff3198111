import { assert, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS } from "@/lib/core/time";
import { meet, newDownstream } from "@/lib/simulator/graph";
import { step, type Inputs } from "@/lib/simulator/step";
import {
  buildWorld,
  loadWorld,
  saveWorld,
  StateFormatError,
  worldSeries,
  type World,
} from "@/lib/simulator/world";
import { EVENING, fault } from "../../support/play-world";

const INPUTS: Inputs = {
  promotions: [{ t0: EVENING + 4 * MINUTE_MS, endAt: EVENING + HOUR_MS, peakRatio: 3 }],
  faults: [
    fault("mysql.primary_down", "mysql-order-0", EVENING + 2 * MINUTE_MS, 2 * MINUTE_MS),
    fault("cvm.node_down", "cvm-a-1", EVENING + MINUTE_MS, 3 * MINUTE_MS),
    fault("tke.memory_leak", "tke-product-a", EVENING + MINUTE_MS, 4 * MINUTE_MS),
    fault("ckafka.consumer_stall", "ckafka-0", EVENING + 3 * MINUTE_MS, MINUTE_MS),
    fault("clb.zone_down", "clb-mall-a", EVENING + 5 * MINUTE_MS, MINUTE_MS),
  ],
};

function playTicks(world: World, ticks: number): World {
  for (let i = 0; i < ticks; i++) step(world, INPUTS);
  return world;
}

const bytes = (world: World): string => JSON.stringify(saveWorld(world));
const TICKS = 96;

describe("the world", () => {
  const unbroken = bytes(playTicks(buildWorld(20, 1, EVENING), TICKS));

  it("is the same, byte by byte, when it is played twice", () =>
    expect(bytes(playTicks(buildWorld(20, 1, EVENING), TICKS))).toBe(unbroken));

  it("is another one with another seed", () =>
    expect(bytes(playTicks(buildWorld(21, 1, EVENING), TICKS))).not.toBe(unbroken));

  it("goes on after a break at any tick as if there had been none", () => {
    assert(
      property(integer({ min: 0, max: TICKS }), (broken) => {
        const first = playTicks(buildWorld(20, 1, EVENING), broken);
        const stored = JSON.parse(bytes(first)) as ReturnType<typeof saveWorld>;
        const resumed = loadWorld(20, first.clock, stored);
        // A comparison of texts this long is not worth printing.
        expect(bytes(playTicks(resumed, TICKS - broken)) === unbroken).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it("refuses a state of another version or shape, as something that passes", () => {
    const state = saveWorld(buildWorld(20, 1, EVENING));
    expect(() => loadWorld(20, EVENING, { ...state, version: 0 })).toThrow(/version 0/);
    expect(() => loadWorld(20, EVENING, { ...state, cells: [[{}]] })).toThrow(/1 parts/);
    expect(() => loadWorld(20, EVENING, { ...state, cells: [[]] })).toThrow(StateFormatError);
  });

  it("leaves the targets of faults as they are while nothing happens: each change is written down", () => {
    const world = buildWorld(20, 1, EVENING);
    const targets = () =>
      world.cells.flatMap(({ members }) =>
        [...members].map(([id, { member }]) => [id, member.target()] as const),
      );
    while (world.clock < EVENING + 10 * MINUTE_MS) step(world, { promotions: [], faults: [] });
    const before = targets();
    for (let i = 0; i < 12; i++) step(world, { promotions: [], faults: [] });
    expect(targets()).toEqual(before);
  });

  it("gives each copy of the businesses its own customers", () => {
    const world = playTicks(buildWorld(20, 2, EVENING), 12);
    const [first, second] = world.cells.map(
      ({ ports }) => ports.find(({ part }) => part.endsWith("mall-pay"))?.offered,
    );
    expect(second).not.toBe(first);
  });
});

describe("ordinary and promotion evenings", () => {
  const evening = (peakRatio: number): World => {
    const promotions = peakRatio > 1 ? [{ t0: EVENING, endAt: EVENING + HOUR_MS, peakRatio }] : [];
    const world = buildWorld(20, 1, EVENING - HOUR_MS);
    while (world.clock < EVENING + 3 * MINUTE_MS) step(world, { promotions, faults: [] });
    return world;
  };
  const values = (world: World, metric: string) =>
    worldSeries(world).flatMap(({ labels, read }) =>
      labels["__name__"] === metric && labels["app"] === "mall" ? [read() ?? Number.NaN] : [],
    );
  /** Share of the last tick's requests that succeeded, by scenario. */
  const okShares = (world: World) =>
    [...(world.cells[0]?.ports ?? [])]
      .filter(({ part, name }) => part.startsWith("mall-") && name === "enter")
      .map((port) => 1 - meet(port, newDownstream()).failed);
  const usages = (world: World) => values(world, "tke_cpu_usage_ratio");

  it("are healthy: more than 99.8 % succeed with processors mostly idle", () => {
    const world = evening(1);
    expect(Math.min(...okShares(world))).toBeGreaterThan(0.998);
    expect(Math.max(...usages(world))).toBeLessThan(0.4);
  });

  it("survive the peak they were built for, at 45 to 80 % of the processors", () => {
    const world = evening(3);
    expect(Math.min(...okShares(world))).toBeGreaterThan(0.998);
    expect(Math.max(...usages(world))).toBeGreaterThan(0.65);
    expect(Math.max(...usages(world))).toBeLessThan(0.8);
  });

  it("break down at twice that peak", () => {
    const world = evening(6);
    const promotions = [{ t0: EVENING, endAt: EVENING + HOUR_MS, peakRatio: 6 }];
    // An overload comes in waves: queues fill, customers leave, and come again.
    const worst = Array.from({ length: 24 }, () => {
      step(world, { promotions, faults: [] });
      return Math.min(...okShares(world));
    });
    expect(Math.min(...worst)).toBeLessThan(0.9);
  });
});
