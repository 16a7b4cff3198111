import * as fc from "fast-check";
import { expect, it } from "vitest";
import { MINUTE_MS } from "@/lib/core/time";
import { PRODUCTS } from "@/lib/products/catalogue";
import type { FaultTarget } from "@/lib/products/types";
import type { ActiveFault } from "@/lib/simulator/effects";
import { step } from "@/lib/simulator/step";
import { loadWorld, saveWorld, type World } from "@/lib/simulator/world";
import { fault, MORNING, play } from "../../support/play-world";

const START = MORNING + MINUTE_MS;
const before = play(MORNING, START - MORNING, {}, { metrics: new Set() }).world;
const saved = saveWorld(before);

const targets = (before.cells[0] ? [...before.cells[0].members] : []).map(
  ([id, { product, part, member }]): FaultTarget => ({
    id,
    product,
    cluster: part.cluster,
    spec: member.spec,
    state: member.target(),
  }),
);
/** Every fault on every resource that may have it now. */
const PAIRS = PRODUCTS.flatMap(({ faults }) =>
  faults.flatMap(({ id, product, refuse }) =>
    targets
      .filter((target) => {
        if (target.product !== product) return false;
        const peers = targets.filter((one) => one.cluster === target.cluster && one.id !== target.id);
        return !refuse?.(target, target.cluster === null ? [] : peers);
      })
      .map((target) => [id, target.id] as const),
  ),
);

const compared = (world: World) =>
  new Map([...(world.cells[0]?.members ?? [])].map(([id, { member }]) => [id, member.target().compared]));

function playOut(faults: readonly ActiveFault[]): World {
  const world = loadWorld(20, START, saved);
  const end = Math.max(...faults.map(({ endAt }) => endAt)) + 20 * MINUTE_MS;
  while (world.clock < end) step(world, { promotions: [], faults });
  return world;
}

const acting = fc
  .record({
    pair: fc.constantFrom(...PAIRS),
    from: fc.integer({ min: 0, max: 24 }),
    ticks: fc.integer({ min: 1, max: 60 }),
  })
  .map(({ pair: [faultId, target], from, ticks }) =>
    fault(faultId, target, START + from * 5_000, ticks * 5_000),
  );

it("faults combine, and undone in any order they leave every resource as it was", () => {
  const whole = compared(before);
  fc.assert(
    fc.property(fc.array(acting, { minLength: 2, maxLength: 5 }), (faults) => {
      for (const [id, state] of compared(playOut(faults))) expect([id, state]).toEqual([id, whole.get(id)]);
    }),
    { numRuns: 40 },
  );
});

it("two faults together disturb what each disturbs alone", () => {
  fc.assert(
    fc.property(fc.constantFrom(...PAIRS), fc.constantFrom(...PAIRS), (one, two) => {
      fc.pre(one[1] !== two[1]);
      const world = loadWorld(20, START, saved);
      const faults = [one, two].map(([id, target]) => fault(id, target, START, 10 * MINUTE_MS));
      step(world, { promotions: [], faults });
      const fx = (id: string) => world.cells[0]?.members.get(id)?.member.fx ?? {};
      for (const [, target] of [one, two])
        expect([target, Object.values(fx(target)).some((value) => value !== 0)]).toEqual([target, true]);
    }),
    { numRuns: 100 },
  );
});
