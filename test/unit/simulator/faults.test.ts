import { describe, expect, it } from "vitest";
import { MINUTE_MS } from "@/lib/core/time";
import { findFault, findMetric, PRODUCTS } from "@/lib/products/catalogue";
import { PLAYED_FAULTS } from "@/lib/simulator/effects";
import { targetState } from "@/lib/simulator/world";
import { EVENING, fault, moments, play } from "../../support/play-world";

const START = EVENING + 5 * MINUTE_MS;
const LENGTH = 3 * MINUTE_MS;
const END = START + LENGTH;
const LAST = END + 8 * MINUTE_MS;

/** Target of each fault, and a resource of the same product that must not feel it. */
const CASES: readonly (readonly [faultId: string, target: string, bystander: string])[] = [
  ["clb.zone_down", "clb-mall-a", "clb-pay-a"],
  ["cvm.node_down", "cvm-a-1", "cvm-b-1"],
  ["cvm.cpu_exhaustion", "cvm-a-1", "cvm-b-1"],
  ["cvm.network_delay", "cvm-a-1", "cvm-b-1"],
  ["tke.pod_crash", "tke-product-a", "tke-notify-a"],
  ["tke.memory_leak", "tke-product-a", "tke-notify-a"],
  ["redis.node_down", "redis-product-0", "redis-session-0"],
  ["redis.hot_key", "redis-product-0", "redis-session-0"],
  ["ckafka.broker_down", "ckafka-0", "ckafka-1"],
  ["ckafka.consumer_stall", "ckafka-0", "ckafka-1"],
  ["mysql.primary_down", "mysql-order-0", "mysql-user-0"],
  ["mysql.cpu_exhaustion", "mysql-order-0", "mysql-user-0"],
  ["mysql.slow_queries", "mysql-order-0", "mysql-user-0"],
  ["mysql.connections_exhausted", "mysql-order-0", "mysql-user-0"],
  ["mysql.replication_delay", "mysql-order-1", "mysql-user-1"],
];

/** Other brokers rightly miss the copies of a dead one. */
const SHARED = new Set(["ckafka.broker_down ckafka_under_replicated_partitions"]);
/** A node that lost its role to another one keeps the new role. */
const MOVED_ROLE = new Set([
  "mysql.primary_down mysql_is_primary",
  "redis.node_down redis_keyspace_hits_total",
]);

/** How far two values lie apart, as a share of the greater; a thousandth of a unit counts as nothing. */
const apart = (a = Number.NaN, b = Number.NaN): number =>
  Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b), 1e-3);

/** Where a move is looked for: at the target if it is a metric of its product, else everywhere. */
const selectorOf = (metric: string, faultId: string, target: string): string =>
  findMetric(metric)?.product.id === findFault(faultId)?.product && !SHARED.has(`${faultId} ${metric}`)
    ? `resource="${target}"`
    : "";

it("plays every fault of the catalogue, and each has a case here", () => {
  const all = PRODUCTS.flatMap((product) => product.faults.map(({ id }) => id)).sort();
  expect([...PLAYED_FAULTS].sort()).toEqual(all);
  expect(CASES.map(([id]) => id).sort()).toEqual(all);
});

describe.each(CASES)("%s on %s", (faultId, target, bystander) => {
  const faults = [fault(faultId, target, START, LENGTH)];
  const before = play(EVENING, START - EVENING);
  const calm = play(EVENING, LAST - EVENING);
  const played = play(EVENING, LAST - EVENING, { faults });
  const moves = findFault(faultId)?.moves ?? [];

  it.each(moves.map((move) => [move.metric, move.direction] as const))(
    "moves %s %s",
    async (metric, direction) => {
      const selector = selectorOf(metric, faultId, target);
      // What the same moment shows without the fault, so that the hour's own rise is not taken for an effect.
      const gaps: number[] = [];
      for (const at of moments(START + 15_000, END)) {
        const usual = new Map(
          (await calm.view(metric, at, selector)).map(({ labels, v }) => [JSON.stringify(labels), v]),
        );
        for (const { labels, v } of await played.view(metric, at, selector)) {
          const base = usual.get(JSON.stringify(labels));
          if (base !== undefined) gaps.push((v - base) / Math.max(Math.abs(base), 1e-3));
        }
      }
      const strongest = direction === "up" ? Math.max(...gaps) : -Math.min(...gaps);
      expect(strongest).toBeGreaterThan(0.03);
    },
  );

  it("leaves a bystander alone", async () => {
    const product = findFault(faultId)?.product ?? "";
    const own = moves.filter(({ metric }) => findMetric(metric)?.product.id === product);
    for (const { metric } of own.filter((move) => !SHARED.has(`${faultId} ${move.metric}`))) {
      const [usual] = await calm.view(metric, END, `resource="${bystander}"`);
      const [seen] = await played.view(metric, END, `resource="${bystander}"`);
      expect([metric, apart(seen?.v, usual?.v) < 0.02]).toEqual([metric, true]);
    }
  });

  it("is over after the undo: the target and what moved are as before", async () => {
    expect(targetState(played.world, target)?.compared).toEqual(targetState(before.world, target)?.compared);
    for (const { metric } of moves.filter((move) => !MOVED_ROLE.has(`${faultId} ${move.metric}`))) {
      const selector = selectorOf(metric, faultId, target);
      const [usual] = await calm.view(metric, LAST, selector);
      const [seen] = await played.view(metric, LAST, selector);
      expect([metric, apart(seen?.v, usual?.v) < 0.02]).toEqual([metric, true]);
    }
  });
});
