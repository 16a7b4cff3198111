import { EDGE_BUCKETS } from "@/lib/products/views";
import type { Cell } from "./cell";
import { applyFaults, type ActiveFault } from "./effects";
import { offer, publish, type Edge, type Outcome } from "./graph";
import { observe } from "./latency";
import type { Promotion } from "./load";
import type { Tick } from "./part";
import { tickMsAt } from "./pace";
import type { World } from "./world";

/** All that acts on the world from outside, besides the clock. */
export interface Inputs {
  promotions: readonly Promotion[];
  faults: readonly ActiveFault[];
}

function count({ state }: Edge, calls: number, failed: number, { latency }: Outcome): void {
  const lost = calls * failed;
  state.requests += calls;
  state.failed += lost;
  observe(state.latency, EDGE_BUCKETS, calls - lost, latency);
}

function countEdges({ uses }: Cell, dtS: number): void {
  for (const { to, perS, failed, edge, fallback } of uses) {
    if (perS > 0) count(edge, perS * dtS, failed, to.seen);
    if (fallback && fallback.perS > 0)
      count(fallback.edge, fallback.perS * dtS, fallback.to.seen.failed, fallback.to.seen);
  }
}

function stepCell(cell: Cell, tick: Tick): void {
  const { order, ports } = cell;
  for (const part of order) part.begin(tick);
  offer(ports);
  for (const part of order) {
    part.step(tick);
    if (!part.lags) for (const port of part.ports) publish(port);
  }
  for (const part of order) part.end(tick);
  countEdges(cell, tick.dtS);
  for (const part of order) if (part.lags) for (const port of part.ports) publish(port);
}

/**
 * Moves the world by one tick. It changes the world in place, as a day has 17,280 ticks; what it makes of it is a pure
 * function of the world, the seed, the clock and the inputs.
 */
export function step(world: World, inputs: Inputs): void {
  const dtMs = tickMsAt(world.clock, world.pace);
  const tick = { t: world.clock + dtMs, dtS: dtMs / 1_000, seed: world.seed, promotions: inputs.promotions };
  for (const [i, cell] of world.cells.entries()) {
    const disturbed = world.disturbed[i] ?? new Set();
    applyFaults(cell, inputs.faults, tick.t, disturbed);
    stepCell(cell, tick);
  }
  world.clock = tick.t;
}
