import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { events } from "@/db/schema/events";
import { injections } from "@/db/schema/experiments";
import { resourceHistory, resources } from "@/db/schema/resources";
import { simulatorState } from "@/db/schema/simulator";
import type { Context } from "@/lib/core/context";
import { UnavailableError } from "@/lib/core/errors";
import { HOUR_MS, MINUTE_MS, SECOND_MS, type UnixMs } from "@/lib/core/time";
import { openMetricStore } from "@/lib/metrics/open-store";
import { declareResources } from "@/lib/resources/declare";
import { readSimulator, simulatedTargets } from "@/lib/simulator";
import { beginWorld, fillHistory, replayWorld } from "@/lib/simulator/backfill";
import { HISTORY_BACKFILL } from "@/lib/simulator/constants";
import { buildFleet } from "@/lib/simulator/fleet";
import { liveOn } from "@/lib/simulator/live";
import { planBackfill } from "@/lib/simulator/progress";
import { runSimulator } from "@/lib/simulator/service";
import { readWorld, storeWorld } from "@/lib/simulator/store-world";
import { saveWorld } from "@/lib/simulator/world";
import { testContext } from "../../support/context";
import { testDatabase, type TestDatabase } from "../../support/postgres";

/**
 * A short past, so that the test is quick: an hour of older history, three hours at once. On the minute, as the older
 * samples are: else `rate` misses up to a minute at the edge of a window in which the distance of samples changes.
 */
const NOW = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
const ORIGIN = NOW - 4 * HOUR_MS;
const SEAM = NOW - 3 * HOUR_MS;
const SEED = 20;

let database: TestDatabase;
let clock: UnixMs = NOW;
let ctx: Context;

beforeAll(async () => {
  database = await testDatabase();
  const metrics = openMetricStore({ db: database.db, databaseUrl: database.url });
  ctx = testContext(database.db, { metrics, now: () => clock });
  await planBackfill(ctx.db, HISTORY_BACKFILL, { from: ORIGIN, to: SEAM });
  const t0 = new Date(NOW - 40 * MINUTE_MS);
  const far = new Date(NOW + 8 * HOUR_MS);
  await ctx.db.insert(events).values({
    slug: "rush",
    title: "Rush",
    titleZh: "抢购",
    app: "mall",
    preAt: t0,
    t0,
    endAt: far,
    postEndAt: far,
    expectedPeakRatio: 3,
  });
});
afterAll(async () => {
  await ctx.metrics.close();
  await database.drop();
});

async function value(expr: string, at: UnixMs): Promise<number> {
  const result = await ctx.metrics.query(expr, at);
  return result.type === "vector" ? (result.samples[0]?.v ?? Number.NaN) : Number.NaN;
}

/** Lets the worker live until the world has reached `until`. */
async function liveUntil(until: UnixMs): Promise<void> {
  const world = await readWorld(ctx.db);
  if (!world) throw new Error("There is no world.");
  clock = until;
  const stop = new AbortController();
  const living = liveOn(ctx, world, stop.signal);
  await expect
    .poll(async () => (await ctx.db.select().from(simulatorState))[0]?.clock.getTime(), { timeout: 20_000 })
    .toBe(until);
  stop.abort();
  await living;
}

describe("the simulator", () => {
  it("makes the recent past at once, and the same after a crash in its middle", async () => {
    const crash = new AbortController();
    const write = ctx.metrics.write.bind(ctx.metrics);
    let writes = 0;
    const crashing: Context = {
      ...ctx,
      metrics: {
        ...ctx.metrics,
        write: async (batch, options) => {
          writes += 1;
          if (writes === 4) crash.abort();
          return write(batch, options);
        },
      },
    };
    await beginWorld(crashing, SEED, 1, crash.signal);
    expect(await readWorld(ctx.db)).toBeNull();
    expect(
      (await readSimulator(ctx)).backfills.find(({ id }) => id === "simulator.recent")?.progress,
    ).toBeLessThan(1);

    const world = await beginWorld(ctx, SEED, 1, new AbortController().signal);
    await storeWorld(ctx.db, world);
    expect(world.clock).toBe(NOW);
    expect((await readSimulator(ctx)).backfills.find(({ id }) => id === "simulator.recent")?.progress).toBe(
      1,
    );
    expect(await value('count({product!=""})', NOW)).toBeGreaterThan(1_000);
    expect(await value("max(resets(business_requests_total[150m]))", NOW)).toBe(0);
    // The rush of 40 minutes ago is there.
    const rate = (minutesAgo: number) =>
      value("sum(rate(business_requests_total[2m]))", NOW - minutesAgo * MINUTE_MS);
    expect(await rate(37)).toBeGreaterThan(1.5 * (await rate(100)));
  });

  it("fills the older history without a seam", async () => {
    expect(await value("sum(business_requests_total)", SEAM - MINUTE_MS)).toBeNaN();
    await fillHistory(ctx, SEED, 1, new AbortController().signal);
    expect((await readSimulator(ctx)).backfills.every(({ progress }) => progress === 1)).toBe(true);
    expect(await value("max(resets(business_requests_total[4h]))", NOW)).toBe(0);
    const [before, across] = await Promise.all(
      [SEAM - 2 * MINUTE_MS, SEAM + MINUTE_MS].map((at) =>
        value("sum(rate(business_requests_total[4m]))", at),
      ),
    );
    expect(across).toBeGreaterThan((before ?? 0) * 0.9);
    expect(across).toBeLessThan((before ?? 0) * 1.1);
  });

  it("goes on live, tick by tick, and writes the same again after a crash", async () => {
    const world = await readWorld(ctx.db);
    if (!world) throw new Error("There is no world.");
    await liveUntil(NOW + 15 * SECOND_MS);
    const seen = await value("sum(mysql_queries_total)", NOW + 15 * SECOND_MS);
    const [state] = await ctx.db.select().from(simulatorState);
    // The samples were durable, the state was not.
    await storeWorld(ctx.db, world);
    await liveUntil(NOW + 15 * SECOND_MS);
    expect(await value("sum(mysql_queries_total)", NOW + 15 * SECOND_MS)).toBe(seen);
    const again = await readWorld(ctx.db);
    expect(again && saveWorld(again)).toEqual(state?.world);
    expect(
      await value('count_over_time(mysql_up{resource="mysql-order-0"}[14s])', NOW + 15 * SECOND_MS),
    ).toBe(3);
  });

  it.each([
    ["another version", `world || '{"version": 0}'`],
    ["another shape", `jsonb_set(world, '{cells,0,0}', '{}')`],
  ])(
    "plays the world again when its state is of %s, and goes on as if nothing had happened",
    async (_, change) => {
      const [before] = await ctx.db.select().from(simulatorState);
      await ctx.db.$client.unsafe(`update simulator_state set world = ${change}`);
      const stop = new AbortController();
      const running = runSimulator(ctx, stop.signal);
      await expect
        .poll(async () => (await ctx.db.select().from(simulatorState))[0]?.world, { timeout: 20_000 })
        .toEqual(before?.world);
      stop.abort();
      await running;
      expect(await value("max(resets(business_requests_total[4h]))", clock)).toBe(0);
    },
  );

  it("catches up after being away", async () => {
    await liveUntil(NOW + 3 * MINUTE_MS);
    expect(await value("sum(increase(business_requests_total[1m]))", NOW + 2 * MINUTE_MS)).toBeGreaterThan(
      1_000,
    );
  });

  it("waits while the store takes no samples, says so, and makes the same world as if it had not", async () => {
    const world = await readWorld(ctx.db);
    if (!world) throw new Error("There is no world.");
    const away = { tries: 0, until: 2 };
    const waiting: { since: number; reason: string }[] = [];
    const failing: Context = {
      ...ctx,
      metrics: {
        ...ctx.metrics,
        write: async (batch, options) => {
          const seen = (await readSimulator(ctx)).waiting;
          if (seen) waiting.push(seen);
          away.tries += 1;
          if (away.tries <= away.until) throw new UnavailableError("The metrics engine is away.");
          return ctx.metrics.write(batch, options);
        },
      },
    };
    const began = clock;
    clock += 15 * SECOND_MS;
    const stop = new AbortController();
    const living = liveOn(failing, world, stop.signal);
    const clockNow = async () => (await ctx.db.select().from(simulatorState))[0]?.clock.getTime();
    await expect.poll(clockNow, { timeout: 20_000 }).toBe(clock);
    stop.abort();
    await living;
    // Of three ticks the first one was tried three times; nothing was made twice or left out.
    expect(away.tries).toBe(5);
    const said = { since: clock, reason: "The metrics engine is away." };
    expect(waiting).toEqual([said, said]);
    expect((await readSimulator(ctx)).waiting).toBeNull();
    expect(await value('count_over_time(mysql_up{resource="mysql-order-0"}[14s])', clock)).toBe(3);
    const lived = await readWorld(ctx.db);
    // The same world, played again without an outage.
    const again = await replayWorld(ctx, { seed: SEED, scale: 1, clock }, new AbortController().signal);
    expect(lived && saveWorld(lived)).toEqual(saveWorld(again));
    expect(began).toBeLessThan(clock);
  });

  it("stops at once when it is told to while it waits", async () => {
    const away = () => Promise.reject(new UnavailableError("The metrics engine is away."));
    const stop = new AbortController();
    clock += 5 * SECOND_MS;
    const running = runSimulator({ ...ctx, metrics: { ...ctx.metrics, write: away } }, stop.signal);
    await expect.poll(async () => (await readSimulator(ctx)).waiting, { timeout: 20_000 }).not.toBeNull();
    stop.abort();
    await running;
    clock -= 5 * SECOND_MS;
  });

  it("plays an injection from the tick after it began until its end, and tells the target's state", async () => {
    await ctx.db.transaction((tx) => declareResources(tx, buildFleet(1, ORIGIN), new Date(NOW)));
    const request = { faultId: "mysql.primary_down", resourceId: "mysql-order-0", parameters: {} };
    expect(await simulatedTargets.refuse(ctx, request)).toBeNull();
    const before = await simulatedTargets.readState(ctx, "mysql-order-0");
    const from = clock + 2 * SECOND_MS;
    const [lease] = await ctx.db
      .insert(injections)
      .values({
        ...request,
        state: "active",
        undo: before,
        activeFrom: new Date(from),
        deadline: new Date(from + 2 * MINUTE_MS),
      })
      .returning();
    await liveUntil(from + 13 * SECOND_MS);
    expect(await value('mysql_up{resource="mysql-order-0"}', from - 2 * SECOND_MS)).toBe(1);
    expect(await value('mysql_up{resource="mysql-order-0"}', from + 3 * SECOND_MS)).toBe(0);
    expect(await simulatedTargets.readState(ctx, "mysql-order-0")).toMatchObject({
      up: false,
      clusterHasPrimary: false,
    });
    await ctx.db
      .update(injections)
      .set({ undoneAt: new Date(clock) })
      .where(eq(injections.id, lease?.id ?? ""));
    await liveUntil(clock + 30 * SECOND_MS);
    expect(await simulatedTargets.readState(ctx, "mysql-order-0")).toEqual(before);
    // The history of the resource tells when it went and came back.
    const told = await ctx.db
      .select()
      .from(resourceHistory)
      .where(eq(resourceHistory.resourceId, "mysql-order-0"))
      .orderBy(resourceHistory.id);
    expect(told.flatMap(({ changes }) => (changes["up"] ? [changes["up"]] : []))).toEqual([
      { before: true, after: false },
      { before: false, after: true },
    ]);
  });

  it("refuses what it cannot play", async () => {
    const refuse = (faultId: string, resourceId: string, parameters = {}) =>
      simulatedTargets.refuse(ctx, { faultId, resourceId, parameters });
    await expect(refuse("mysql.none", "mysql-order-0")).rejects.toThrow(/no fault/);
    await expect(refuse("mysql.primary_down", "nobody")).rejects.toThrow(/no simulated resource/);
    await expect(refuse("cvm.cpu_exhaustion", "cvm-a-1", { usageRatio: 3 })).rejects.toThrow(/usageRatio/);
    expect((await refuse("cvm.node_down", "mysql-order-0"))?.en).toMatch(/acts on cvm/);
    expect((await refuse("mysql.primary_down", "mysql-coupon-0"))?.en).toMatch(/no standby/);
  });

  it("declares its fleet, again and again, without touching others' resources", async () => {
    const other = {
      id: "node-exporter:9100",
      product: "node",
      origin: "discovered" as const,
      spec: { job: "node" },
    };
    await ctx.db.insert(resources).values(other);
    await ctx.db.transaction((tx) => declareResources(tx, buildFleet(1, ORIGIN), new Date(NOW + 1)));
    const rows = await ctx.db.select().from(resources);
    expect(rows.length).toBe(buildFleet(1, ORIGIN).length + 1);
    expect(rows.find(({ id }) => id === other.id)).toMatchObject(other);
    expect(rows.find(({ id }) => id === "mysql-coupon-0")?.spec).toMatchObject({
      backupEnabled: false,
      replicas: 1,
    });
  });
});
