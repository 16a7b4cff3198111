import { eq } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { events } from "@/db/schema/events";
import { liveEvents } from "@/db/schema/live";
import type { Context } from "@/lib/core/context";
import { DAY_MS, HOUR_MS } from "@/lib/core/time";
import { getEvent, listEvents, seedFirstEvents } from "@/lib/events";
import { advanceEvents } from "@/lib/events/advance";
import { testContext } from "../../support/context";
import { testDatabase, type TestDatabase } from "../../support/postgres";

const opened: TestDatabase[] = [];
afterAll(() => Promise.all(opened.map((database) => database.drop())));

const INSTALLED_AT = Date.UTC(2026, 5, 1, 12);
let now = INSTALLED_AT;
let ctx: Context;
beforeEach(async () => {
  const database = await testDatabase();
  opened.push(database);
  now = INSTALLED_AT;
  ctx = testContext(database.db, { now: () => now });
});

const phases = async () =>
  Object.fromEntries((await listEvents(ctx)).events.map(({ slug, phase }) => [slug, phase]));

describe("seedFirstEvents", () => {
  it("writes three events once; a later start moves nothing", async () => {
    expect(await Promise.all([seedFirstEvents(ctx), seedFirstEvents(ctx)]).then((n) => n[0] + n[1])).toBe(3);
    const before = await listEvents(ctx);
    now += 3 * DAY_MS;
    expect(await seedFirstEvents(ctx)).toBe(0);
    expect((await listEvents(ctx)).events.map(({ t0 }) => t0)).toEqual(before.events.map(({ t0 }) => t0));
  });
});

describe("listEvents", () => {
  it("gives the latest T0 first, each in its phase of now", async () => {
    await seedFirstEvents(ctx);
    expect(Object.entries(await phases())).toEqual([
      ["season-opening", "pre"],
      ["members-day-2", "during"],
      ["members-day-1", "post"],
    ]);
  });
});

describe("getEvent", () => {
  it("finds by slug, and says when there is none", async () => {
    await seedFirstEvents(ctx);
    expect(await getEvent(ctx, { slug: "members-day-2" })).toMatchObject({ phase: "during", app: "mall" });
    await expect(getEvent(ctx, { slug: "none" })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("advanceEvents", () => {
  it("stores each new phase and tells the readers, once", async () => {
    await seedFirstEvents(ctx);
    expect(await advanceEvents(ctx)).toBe(0);
    now += 8 * HOUR_MS;
    expect(await advanceEvents(ctx)).toBe(1);
    expect(await advanceEvents(ctx)).toBe(0);
    const [row] = await ctx.db.select().from(events).where(eq(events.slug, "members-day-2"));
    expect(row?.phase).toBe("post");
    expect(await ctx.db.select().from(liveEvents)).toMatchObject([{ topic: "events", key: "members-day-2" }]);
  });

  it("leaves a cancelled event cancelled", async () => {
    await seedFirstEvents(ctx);
    await ctx.db.update(events).set({ phase: "cancelled" });
    now += 30 * DAY_MS;
    expect(await advanceEvents(ctx)).toBe(0);
    expect(new Set(Object.values(await phases()))).toEqual(new Set(["cancelled"]));
  });
});
