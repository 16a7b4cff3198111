import { describe, expect, it } from "vitest";
import { MINUTE_MS, SECOND_MS } from "@/lib/core/time";
import { findFault } from "@/lib/products/catalogue";
import type { FaultTarget } from "@/lib/products/types";
import { buildFleet } from "@/lib/simulator/fleet";
import { buildWorld, targetState } from "@/lib/simulator/world";
import { EVENING, fault, play } from "../../support/play-world";

const START = EVENING + 2 * MINUTE_MS;

/** Seconds from the start of the fault until the expression first gives this value after having given another. */
async function secondsUntil(
  played: ReturnType<typeof play>,
  expr: string,
  value: number,
  withinMs = 4 * MINUTE_MS,
): Promise<number> {
  let differed = false;
  for (let t = START; t <= START + withinMs; t += 5 * SECOND_MS) {
    const [sample] = await played.ask(expr, t);
    if (sample?.v !== value) differed = true;
    else if (differed) return (t - START) / SECOND_MS;
  }
  return Number.POSITIVE_INFINITY;
}

const whenDown = (faultId: string, target: string, forMs = 3 * MINUTE_MS) =>
  play(EVENING, 8 * MINUTE_MS, { faults: [fault(faultId, target, START, forMs)] });

describe("when the MySQL primary goes down", () => {
  const played = whenDown("mysql.primary_down", "mysql-order-0");
  const successOf = async (scenario: string, at: number) =>
    (
      await played.ask(
        `rate(business_requests_total{scenario="${scenario}",outcome="ok"}[15s]) / ignoring(outcome) sum without (outcome) (rate(business_requests_total{scenario="${scenario}"}[15s]))`,
        at,
      )
    )[0]?.v ?? Number.NaN;

  it("a replica of the same zone is elected in 20 to 40 s", async () => {
    const seconds = await secondsUntil(played, 'sum(mysql_is_primary{cluster="mysql-order"})', 1);
    expect(seconds).toBeGreaterThanOrEqual(20);
    expect(seconds).toBeLessThanOrEqual(40);
    const [primary] = await played.ask('mysql_is_primary{cluster="mysql-order"} == 1', START + MINUTE_MS);
    expect(primary?.labels).toMatchObject({ resource: "mysql-order-1", zone: "zone-a" });
  });

  it("the failed node is rebuilt within 60 s, while the fault still holds", async () =>
    expect(await secondsUntil(played, 'sum(mysql_up{cluster="mysql-order"})', 3)).toBeLessThanOrEqual(60));

  it("orders and payments fail meanwhile, in this order, and browsing does not", async () => {
    expect(await successOf("order", START - 15_000)).toBeGreaterThan(0.995);
    expect(await successOf("order", START + 20_000)).toBeLessThan(0.2);
    expect(await successOf("pay", START + 25_000)).toBeLessThan(0.2);
    expect(await successOf("browse", START + 20_000)).toBeGreaterThan(0.995);
    const [orderErrors] = await played.ask(
      'increase(business_requests_total{scenario="order",outcome="error"}[1m])',
      START + 10_000,
    );
    const [payErrors] = await played.ask(
      'increase(business_requests_total{scenario="pay",outcome="error"}[1m])',
      START + 10_000,
    );
    expect(orderErrors?.v).toBeGreaterThan(10 * (payErrors?.v ?? 0));
  });

  it("both are back a minute after", async () => {
    expect(await successOf("order", START + 75_000)).toBeGreaterThan(0.995);
    expect(await successOf("pay", START + 75_000)).toBeGreaterThan(0.99);
  });
});

describe("targets of the other products", () => {
  it("a balancer serves from its other zone in less than 30 s", async () =>
    expect(
      await secondsUntil(whenDown("clb.zone_down", "clb-mall-a"), 'clb_up{resource="clb-mall-a"}', 1),
    ).toBeLessThan(30));

  it("pods of a dead node are ready elsewhere in less than 2 min", async () =>
    expect(
      await secondsUntil(
        whenDown("cvm.node_down", "cvm-a-1"),
        "sum(tke_pods_ready) == bool sum(tke_pods_desired)",
        1,
      ),
    ).toBeLessThan(120));

  it("a Redis replica takes over in less than 30 s", async () =>
    expect(
      await secondsUntil(
        whenDown("redis.node_down", "redis-product-0"),
        'sum(redis_is_primary{cluster="redis-product"})',
        1,
      ),
    ).toBeLessThan(30));
});

describe("a fault is refused", () => {
  const world = buildWorld(20, 1, EVENING);
  const targets = buildFleet(1, EVENING).flatMap(({ id, product, cluster, spec }): FaultTarget[] => {
    const state = targetState(world, id);
    return state ? [{ id, product, cluster, spec, state }] : [];
  });
  const refusal = (faultId: string, id: string): string | undefined => {
    const target = targets.find((one) => one.id === id);
    if (!target) throw new Error(`There is no target ${id}.`);
    const peers = targets.filter((one) => one.cluster === target.cluster && one.id !== id);
    return findFault(faultId)?.refuse?.(target, peers)?.en;
  };

  it.each([
    ["mysql.primary_down", "mysql-coupon-0", /has no standby/],
    ["mysql.primary_down", "mysql-order-1", /is not the primary/],
    ["mysql.replication_delay", "mysql-order-0", /is no replica/],
    ["clb.zone_down", "clb-partner-a", /one zone only/],
    ["redis.hot_key", "redis-cart-1", /is a replica/],
  ])("%s on %s", (faultId, target, reason) => expect(refusal(faultId, target)).toMatch(reason));

  it("not where it can be undone", () => {
    expect(refusal("mysql.primary_down", "mysql-order-0")).toBeUndefined();
    expect(refusal("clb.zone_down", "clb-mall-a")).toBeUndefined();
    expect(refusal("ckafka.broker_down", "ckafka-0")).toBeUndefined();
  });
});
