import { MINUTE_MS, type DurationMs, type UnixMs } from "@/lib/core/time";
import { PRODUCTS } from "@/lib/products/catalogue";
import type { FaultDefinition, FaultTarget } from "@/lib/products/types";
import { buildFleet, type FleetResource } from "@/lib/simulator/fleet";
import { step } from "@/lib/simulator/step";
import { buildWorld, targetState } from "@/lib/simulator/world";

/** One fault on one resource at one time. */
export interface Case {
  faultId: string;
  resourceId: string;
  seed: number;
  /** When the fault begins. */
  at: UnixMs;
  forMs: DurationMs;
}

/** The peak hour of the mall on an ordinary Friday in Shanghai, and the open market of the same morning. */
const EVENING = Date.UTC(2026, 10, 20, 13);
const MORNING = Date.UTC(2026, 10, 20, 2);
/** Played before the fault: the baseline, what comes before it, and a few minutes for the world to get going. */
export const BEFORE_MS = 30 * MINUTE_MS;

/** Slow faults get time to be felt, endless ones an end. */
const FOR_MIN_MS = 4 * MINUTE_MS;
const FOR_MAX_MS = 12 * MINUTE_MS;

/** Every fault of the library on up to `targets` resources that it fits, spread over the fleet by the seed. */
export function listCases(seeds: readonly number[], targets: number, only: RegExp): Case[] {
  return seeds.flatMap((seed) => {
    const at = { mall: EVENING + seed * 7 * MINUTE_MS, brokerage: MORNING + (seed % 5) * 7 * MINUTE_MS };
    const world = buildWorld(seed, 1, EVENING - BEFORE_MS);
    for (let i = 0; i < 60; i++) step(world, { promotions: [], faults: [] });
    const fleet = buildFleet(1, EVENING);
    const stateOf = ({ id, product, cluster, spec }: FleetResource): FaultTarget[] => {
      const state = targetState(world, id);
      return state ? [{ id, product, cluster, spec, state }] : [];
    };
    const all = fleet.flatMap(stateOf);
    const appOf = new Map(fleet.map(({ id, app }) => [id, app]));
    return PRODUCTS.flatMap(({ faults }) => faults)
      .filter(({ id }) => only.test(id))
      .flatMap((fault) =>
        spread(fitting(fault, all), targets, seed).map((target): Case => ({
          faultId: fault.id,
          resourceId: target.id,
          seed,
          at: appOf.get(target.id) === "brokerage" ? at.brokerage : at.mall,
          forMs: Math.min(FOR_MAX_MS, Math.max(FOR_MIN_MS, fault.durationS.default * 1_000)),
        })),
      );
  });
}

const fitting = (fault: FaultDefinition, all: readonly FaultTarget[]): FaultTarget[] =>
  all.filter(
    (target) =>
      target.product === fault.product &&
      !fault.refuse?.(
        target,
        all.filter((one) => one.cluster === target.cluster && one.cluster !== null && one.id !== target.id),
      ),
  );

/** Evenly over the list, beginning elsewhere with each seed. */
function spread<T>(items: readonly T[], count: number, seed: number): T[] {
  if (items.length <= count) return [...items];
  const first = (seed * 7) % items.length;
  return Array.from({ length: count }, (_, i) => {
    const at = (first + Math.floor((i * items.length) / count)) % items.length;
    return items[at];
  }).filter((item) => item !== undefined);
}
