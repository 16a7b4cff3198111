import { describe, expect, it } from "vitest";
import { MINUTE_MS, SECOND_MS, type UnixMs } from "@/lib/core/time";
import { findFault } from "@/lib/products/catalogue";
import type { FaultTarget } from "@/lib/products/types";
import { EVENING, fault, metricsBehind, play, type Play } from "../../support/play-world";

const START = EVENING + 2 * MINUTE_MS;
const END = START + 3 * MINUTE_MS;
const LAST = END + 5 * MINUTE_MS;

const METRICS = metricsBehind([
  "redis_up",
  "redis_is_primary",
  "redis_hit_ratio",
  "redis_keys",
  "redis_evicted_keys_total",
  "redis_writes_refused_total",
  "redis_connections",
  "redis_rejected_connections_total",
  "redis_replication_lag_seconds",
  "redis_command_duration_seconds",
  "redis_command_errors_total",
  "mysql_queries_total",
  "business_success_ratio",
]);

const on = (id: string, resource: string, parameters: Record<string, unknown> = {}): Play =>
  play(
    EVENING,
    LAST - EVENING,
    { faults: [fault(id, resource, START, END - START, parameters)] },
    { metrics: METRICS },
  );

async function value(played: Play, expr: string, at: UnixMs): Promise<number> {
  const [sample] = await played.ask(expr, at);
  if (!sample) throw new Error(`${expr} has no value.`);
  return sample.v;
}

const hits = (cluster: string) =>
  `sum(rate(redis_keyspace_hits_total{cluster="${cluster}"}[30s])) / (sum(rate(redis_keyspace_hits_total{cluster="${cluster}"}[30s])) + sum(rate(redis_keyspace_misses_total{cluster="${cluster}"}[30s])))`;

describe("a flushed cache", () => {
  const played = on("redis.cache_flushed", "redis-product-0");
  const statements = 'sum(rate(mysql_queries_total{cluster="mysql-product"}[30s]))';

  it("sends its reads to the database, which sees more of them than ever", async () => {
    const usual = await value(played, statements, START - 10_000);
    expect(await value(played, hits("redis-product"), START + 30_000)).toBeLessThan(0.7);
    expect(await value(played, statements, START + 30_000)).toBeGreaterThan(2 * usual);
  });

  it("warms at the rate of its reads, though the fault still acts", async () => {
    const at = async (afterS: number) =>
      value(played, 'redis_keys{resource="redis-product-0"}', START + afterS * SECOND_MS);
    const keys = [await at(0), await at(30), await at(60), await at(120)];
    expect(keys).toEqual([...keys].sort((a, b) => a - b));
    expect(await value(played, hits("redis-product"), END)).toBeGreaterThan(0.9);
  });
});

describe("a full memory", () => {
  it("evicts where the policy lets it, and refuses nothing", async () => {
    const played = on("redis.memory_eviction", "redis-product-0", { fillRatioPerMinute: 2 });
    expect(await value(played, 'redis_evicted_keys_total{resource="redis-product-0"}', END)).toBeGreaterThan(
      100_000,
    );
    expect(await value(played, 'redis_writes_refused_total{resource="redis-product-0"}', END)).toBe(0);
    expect(await value(played, hits("redis-product"), END)).toBeLessThan(0.6);
  });

  it("refuses writes where nothing may be evicted, and carts fail with it", async () => {
    const played = on("redis.memory_full", "redis-cart-0", { fillRatioPerMinute: 2 });
    const carts = 'sum(rate(business_requests_total{scenario="cart",outcome="ok"}[30s]))';
    const usual = await value(played, carts, START - 10_000);
    expect(
      await value(played, 'rate(redis_writes_refused_total{resource="redis-cart-0"}[1m])', END),
    ).toBeGreaterThan(100);
    expect(await value(played, 'redis_evicted_keys_total{resource="redis-cart-0"}', END)).toBe(0);
    expect(await value(played, carts, END)).toBeLessThan(0.5 * usual);
    expect(await value(played, carts, LAST)).toBeGreaterThan(0.9 * usual);
  });
});

describe("leaked connections", () => {
  const played = on("redis.connection_leak", "redis-session-0", { connectionsPerS: 100 });
  const connections = 'redis_connections{resource="redis-session-0"}';

  it("climb by so many a second until the limit, then others are rejected", async () => {
    const early = await value(played, connections, START + 20_000);
    expect((await value(played, connections, START + 40_000)) - early).toBeCloseTo(2_000, -1);
    expect(await value(played, connections, END)).toBeLessThanOrEqual(10_000);
    expect(
      await value(played, 'redis_rejected_connections_total{resource="redis-session-0"}', START + 60_000),
    ).toBe(0);
    expect(
      await value(played, 'redis_rejected_connections_total{resource="redis-session-0"}', END),
    ).toBeGreaterThan(1_000);
  });

  it("are gone with the undo", async () =>
    expect(await value(played, connections, END + 10_000)).toBeLessThan(400));
});

describe("a broken replica", () => {
  const played = on("redis.replication_broken", "redis-product-1");
  const lag = 'redis_replication_lag_seconds{resource="redis-product-1"}';

  it("falls behind second by second, and catches up within half a minute", async () => {
    const early = await value(played, lag, START + 30_000);
    expect((await value(played, lag, START + 90_000)) - early).toBeCloseTo(60, 0);
    expect(await value(played, lag, END + 30_000)).toBeLessThan(1);
  });
});

describe("a switch by hand", () => {
  const played = on("redis.primary_switch", "redis-stock-0");

  it("costs seconds of errors, once, and the roles stay", async () => {
    const errors = 'sum(increase(redis_command_errors_total{cluster="redis-stock"}[30s]))';
    expect(await value(played, errors, START + 20_000)).toBeGreaterThan(0);
    expect(await value(played, errors, START + 60_000)).toBe(0);
    for (const at of [START + 10_000, END, LAST])
      expect(await value(played, 'redis_is_primary{resource="redis-stock-1"}', at)).toBe(1);
  });
});

describe("slow commands", () => {
  const p99 =
    'histogram_quantile(0.99, sum by (le) (rate(redis_command_duration_seconds_bucket{resource="redis-session-0"}[1m])))';

  it("make all others wait, the longer they hold the thread", async () => {
    const [short, long] = [20, 200].map((durationMs) =>
      on("redis.slow_commands", "redis-session-0", { commandsPerS: 2, durationMs }),
    );
    if (!short || !long) throw new Error("Two plays were asked for.");
    const calm = await value(short, p99, START - 10_000);
    expect(await value(short, p99, END)).toBeGreaterThan(2 * calm);
    expect(await value(long, p99, END)).toBeGreaterThan(3 * (await value(short, p99, END)));
  });
});

describe("preconditions", () => {
  const target = (role: string, spec: Record<string, unknown>): FaultTarget => ({
    id: "redis-x-0",
    product: "redis",
    cluster: "redis-x",
    spec,
    state: { compared: { up: true }, detail: { role } },
  });
  const cache = { role: "cache", evictionPolicy: "allkeys-lru" };
  const store = { role: "store", evictionPolicy: "noeviction" };

  it.each([
    ["redis.cache_flushed", target("primary", store), /only copy/],
    ["redis.memory_eviction", target("primary", store), /evicts nothing/],
    ["redis.memory_full", target("primary", cache), /evicts keys instead/],
    ["redis.replication_broken", target("primary", cache), /follows nobody/],
    ["redis.big_key", target("replica", cache), /serves no reads/],
    ["redis.primary_switch", target("primary", cache), /no replica/],
  ])("%s is refused with its reason", (id, found, reason) => {
    expect(findFault(id)?.refuse?.(found, [])?.en).toMatch(reason);
  });
});
