import { describe, expect, it } from "vitest";
import { InvalidError, TimeoutError, UnavailableError } from "@/lib/core/errors";
import { defaultIngestLimits } from "@/lib/metrics/limits/default-limits";
import { checkMetrics } from "@/lib/metrics/health/check";
import { healthOf, watchStore } from "@/lib/metrics/health/watch-store";
import type { Perform } from "@/lib/metrics/requests";
import { scriptedMetrics } from "../../../support/context";

/** A store whose next reads end as the test says, and a clock. */
function makeStore() {
  const world = { now: 1_000_000, error: null as Error | null, asked: [] as string[] };
  const metrics = watchStore(
    scriptedMetrics({
      query: (expr) => {
        world.asked.push(expr);
        return world.error ? Promise.reject(world.error) : Promise.resolve({ type: "vector", samples: [] });
      },
    }),
    () => world.now,
  );
  const ask = () => metrics.query("up", world.now).catch(() => undefined);
  const check = () => checkMetrics({ metrics, now: () => world.now });
  return { world, ask, check };
}

const AWAY = new UnavailableError("It cannot be reached.");

describe("the state of a store of metrics", () => {
  it("is learned from whole requests that read, and not from those that write", async () => {
    const now = 1_000_000;
    const perform = (() => Promise.reject(AWAY)) as Perform;
    const metrics = watchStore(
      { ...scriptedMetrics({ query: () => Promise.reject(AWAY) }), perform },
      () => now,
    );
    const { signal } = new AbortController();
    await metrics
      .perform?.(
        "receiveRemoteWrite",
        [new Uint8Array(), { sourceId: "s", limits: defaultIngestLimits(), now }],
        signal,
      )
      .catch(() => undefined);
    expect(healthOf(metrics)?.health.awaySince).toBeNull();
    await metrics.perform?.("answerQuery", ["query=up", now], signal).catch(() => undefined);
    expect(healthOf(metrics)?.health.awaySince).toBe(now);
  });

  it("is away since its first failure, until it answers", async () => {
    const { world, ask, check } = makeStore();
    expect(await check()).toEqual({ awaySince: null, error: null, engine: null });
    world.error = AWAY;
    world.now += 60_000;
    await ask();
    world.now += 5_000;
    await ask();
    expect(await check()).toMatchObject({ awaySince: 1_060_000, error: "It cannot be reached." });
    world.error = null;
    await ask();
    expect(await check()).toMatchObject({ awaySince: null, error: null });
  });

  it("is asked for when nobody else asked lately, once for all who want to know", async () => {
    const { world, check } = makeStore();
    await Promise.all([check(), check(), check()]);
    expect(world.asked).toHaveLength(1);
    world.now += 2_999;
    await check();
    expect(world.asked).toHaveLength(1);
    world.now += 1;
    world.error = AWAY;
    expect(await check()).toMatchObject({ awaySince: world.now });
    world.error = null;
    world.now += 3_000;
    expect(await check()).toMatchObject({ awaySince: null });
    expect(world.asked).toHaveLength(3);
  });

  it("is not told by queries that are wrong or too heavy, but by a probe that gets no answer", async () => {
    const { world, ask, check } = makeStore();
    world.error = new InvalidError("1:1: parse error");
    await ask();
    expect(await check()).toMatchObject({ awaySince: null });
    world.error = new TimeoutError("too slow");
    await ask();
    expect(await check()).toMatchObject({ awaySince: null });
    world.now += 3_000;
    expect(await check()).toMatchObject({ awaySince: world.now, error: "too slow" });
  });
});
