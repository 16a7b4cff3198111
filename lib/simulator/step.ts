import type { UnixMs } from "@/lib/core/time";
import { arrive, countScenario, meet, type Scenario } from "./behaviour/business";
import { GROUPS, stepCkafka } from "./behaviour/ckafka";
import { countClb, stepClbZone } from "./behaviour/clb";
import { countCvm, stepCvmPower } from "./behaviour/cvm";
import { stepMysql } from "./behaviour/mysql";
import { stepRedis } from "./behaviour/redis";
import { stepCalm, stepPods, stepService } from "./behaviour/tke";
import type { Cell } from "./cell";
import { TICK_MS, TICK_S } from "./constants";
import { applyFaults, type ActiveFault } from "./effects";
import { newLatency, type Latency } from "./latency";
import { loadRatio, type Promotion } from "./load";
import { normal, wander } from "./rng";
import { offer } from "./route";
import type { World } from "./world";

/** All that acts on the world from outside, besides the clock. */
export interface Inputs {
  promotions: readonly Promotion[];
  faults: readonly ActiveFault[];
}

/** Traffic wanders by so much within an hour and within minutes: our choice, from the look of real shops. */
const HOUR_WANDER = 0.05;
const MINUTES_WANDER = 0.03;
/** Baskets of many shoppers average out; what is left of one tick. */
const BASKET_SPREAD = 0.04;

/** Noise enters here, at the arrivals, and nowhere else. */
function arrivals(cell: Cell, seed: number, t: UnixMs, load: number): void {
  const tick = t / TICK_MS;
  const base = (cell.index + 1) * 100;
  const common = wander(seed, base, tick, 720) * HOUR_WANDER;
  for (const [i, scenario] of cell.scenarios.entries()) {
    const stream = base + 1 + i;
    const mean =
      scenario.plan.peakPerS * load * (1 + common + wander(seed, stream, tick, 60) * MINUTES_WANDER);
    // Arrivals of independent people are Poisson: the spread of a count is its square root.
    const spread = Math.sqrt(Math.max(0, mean) / TICK_S) * normal(seed, stream + 50, tick);
    arrive(scenario, Math.max(0, mean + spread));
  }
}

function countEntries(cell: Cell): void {
  const gateways = cell.services[0]?.workloads ?? [];
  let backends = 0;
  for (const { state } of gateways) backends += state.ready;
  for (const clb of cell.clbs) {
    let perS = 0;
    let ok = 0;
    let failsAfterS = 0;
    mixed.meanS = 0;
    mixed.varianceS2 = 0;
    mixed.tailShare = 0;
    mixed.tailS = 0;
    for (const scenario of cell.scenarios) {
      const here = scenario.offered * shareOf(scenario, clb.plan.name);
      perS += here;
      ok += here * scenario.state.okShare;
      failsAfterS += here * scenario.dependencies.failsAfterS;
      mixed.meanS += here * scenario.latency.meanS;
      mixed.varianceS2 += here * scenario.latency.varianceS2;
      mixed.tailShare += here * scenario.latency.tailShare;
      mixed.tailS = Math.max(mixed.tailS, scenario.latency.tailS);
    }
    const n = perS || 1;
    mixed.meanS /= n;
    mixed.varianceS2 /= n;
    mixed.tailShare /= n;
    countClb(clb, perS, perS > 0 ? ok / perS : 1, mixed, failsAfterS / n, backends);
  }
}
const mixed: Latency = newLatency(0);
const shareOf = (scenario: Scenario, clb: string): number => scenario.plan.entries[clb] ?? 0;

function stepConsumers({ services, queue }: Cell): void {
  for (const [g, group] of GROUPS.entries()) {
    const service = services.find((one) => one.plan.group === group);
    if (!service) continue;
    let ready = 0;
    let desired = 0;
    for (const workload of service.workloads) {
      ready += workload.state.ready;
      desired += workload.desired;
    }
    // A consumer does not confirm what it could not work off, so a failing dependency holds it up.
    queue.consumers[g] = (ready / desired) * (1 - service.state.failed);
  }
}

function stepCell(cell: Cell, seed: number, inputs: Inputs, t: UnixMs): void {
  applyFaults(cell, inputs.faults, t);
  for (const clb of cell.clbs) stepClbZone(clb);
  arrivals(cell, seed, t, loadRatio(t, inputs.promotions));
  for (const scenario of cell.scenarios) meet(scenario);
  offer(cell);
  for (const scenario of cell.scenarios)
    countScenario(scenario, 1 + BASKET_SPREAD * normal(seed, cell.index * 100 + 90, t / TICK_MS));
  countEntries(cell);
  for (const node of cell.nodes) {
    stepCvmPower(node);
    node.state.pods = 0;
    node.demand.cores = 0;
    node.demand.memoryBytes = 0;
    node.demand.requests = 0;
  }
  for (const zone of cell.zones) stepCalm(zone);
  for (const pair of cell.caches) stepRedis(pair);
  for (const cluster of cell.databases) stepMysql(cluster);
  stepConsumers(cell);
  stepCkafka(cell.queue);
  for (const service of cell.services) {
    stepPods(service);
    stepService(service);
  }
  for (const node of cell.nodes) countCvm(node);
}

/**
 * Moves the world by one tick, to `world.clock + TICK_MS`. It changes the world in place, as a day has 17,280 ticks; what
 * it makes of it is a pure function of the world, the seed, the clock and the inputs.
 */
export function step(world: World, inputs: Inputs): void {
  const t = world.clock + TICK_MS;
  for (const cell of world.cells) stepCell(cell, world.seed, inputs, t);
  world.clock = t;
}
