import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "@/lib/core/context";
import { MINUTE_MS, SECOND_MS } from "@/lib/core/time";
import { localise } from "@/lib/localisation";
import { localisationSchema, type Localisation } from "@/lib/localisation/schemas";
import { declareResources } from "@/lib/resources/declare";
import { buildFleet } from "@/lib/simulator/fleet";
import { Recorder } from "@/lib/simulator/recorder";
import { step } from "@/lib/simulator/step";
import { buildWorld } from "@/lib/simulator/world";
import { testContext } from "../../support/context";
import { testDatabase, type TestDatabase } from "../../support/postgres";
import { useServices } from "../../support/services";

/** The peak hour of the mall; the fault begins half an hour later. */
const FROM = Date.UTC(2026, 10, 20, 13);
const FAULT_AT = FROM + 30 * MINUTE_MS;
const END = FAULT_AT + 4 * MINUTE_MS;

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await testDatabase();
  ctx = testContext(database.db, { ...useServices(database), now: () => END });
  await database.db.transaction((tx) => declareResources(tx, buildFleet(1, FROM), new Date(END)));
  const world = buildWorld(1, 1, FROM);
  const recorder = new Recorder(world, 60);
  const fault = { faultId: "mysql.lock_contention", resourceId: "mysql-pay-0", parameters: {} };
  while (world.clock < END) {
    step(world, { promotions: [], faults: [{ ...fault, activeFrom: FAULT_AT, endAt: END }] });
    recorder.sample();
    if (recorder.full || world.clock >= END) await ctx.metrics.write(recorder.take());
  }
}, 180_000);
afterAll(async () => {
  await ctx.metrics.close();
  await database.drop();
});

describe("localise", () => {
  let found: Localisation;
  beforeAll(async () => {
    found = await localise(ctx, { node: "mall-pay", from: FAULT_AT + 30 * SECOND_MS, to: END, limit: 50 });
  }, 60_000);

  it("answers in its own schema, of the whole fleet behind the symptom, with nothing left unread", () => {
    expect(localisationSchema.parse(found)).toEqual(found);
    expect(found.unread).toEqual([]);
    expect(found.resources).toBeGreaterThan(100);
  });

  it("names the resource, the metrics that moved, since when, and the way to the symptom", () => {
    const [first] = found.causes;
    expect(first).toMatchObject({ resource: "mysql-pay-0", node: "mysql-pay", product: "mysql" });
    expect(first?.path.at(0)).toBe("mall-pay");
    expect(first?.path.slice(-2)).toEqual(["pay", "mysql-pay"]);
    const latency = first?.evidence.find(({ metric }) => metric === "mysql_query_duration_seconds");
    expect(latency?.unit).toBe("seconds");
    expect(latency?.level).toBeGreaterThan(10 * (latency?.usual ?? 0));
    // The rate's window blurs the moment by at most itself and one step.
    expect(Math.abs((latency?.since ?? 0) - FAULT_AT)).toBeLessThanOrEqual(30 * SECOND_MS);
  });

  it("says of a victim what it suffers from", () => {
    const victim = found.causes.find(({ node }) => node === "pay");
    expect(victim?.score).toBeLessThan((found.causes[0]?.score ?? 0) / 2);
    expect(victim?.evidence.flatMap(({ doubts }) => doubts)).toContainEqual(
      expect.objectContaining({ kind: "downstream", by: "mysql-pay" }),
    );
  });

  it("takes a resource for its node, and keeps to the limit", async () => {
    const asked = await localise(ctx, { node: "tke-pay-a", from: FAULT_AT, to: END, limit: 2 });
    expect(asked.symptom.node).toBe("pay");
    expect(asked.causes.map(({ resource }) => resource)[0]).toBe("mysql-pay-0");
    expect(asked.causes).toHaveLength(2);
  });

  it("finds no cause where nothing is wrong", async () => {
    const calm = await localise(ctx, {
      node: "mall-pay",
      from: FAULT_AT - 6 * MINUTE_MS,
      to: FAULT_AT - MINUTE_MS,
    });
    expect(calm.symptom.since).toBeNull();
    expect(Math.max(0, ...calm.causes.map(({ score }) => score))).toBeLessThan(0.2);
  });

  it("refuses a node that nobody knows, and a window that ends before it begins", async () => {
    await expect(localise(ctx, { node: "nowhere" })).rejects.toThrow(
      'There is no node or resource "nowhere"',
    );
    await expect(localise(ctx, { node: "mall-pay", from: END + 1 })).rejects.toThrow(/must come after/);
    await expect(localise(ctx, { node: "mall-pay", from: 0, to: END })).rejects.toThrow(/a day long/);
  });
});
