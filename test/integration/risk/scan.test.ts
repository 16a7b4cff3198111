import { eq } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { liveEvents } from "@/db/schema/live";
import { resources } from "@/db/schema/resources";
import { riskScans } from "@/db/schema/risk";
import type { Context } from "@/lib/core/context";
import { getRisk, requestScan } from "@/lib/risk";
import { scanRisks } from "@/lib/risk/scan";
import { actingAs, scriptedMetrics, testContext } from "../../support/context";
import { testDatabase, type TestDatabase } from "../../support/postgres";

const opened: TestDatabase[] = [];
afterAll(() => Promise.all(opened.map((database) => database.drop())));

const sound = {
  replicas: 3,
  zones: ["a", "b"],
  backupEnabled: true,
  backupRetentionDays: 14,
  deletionProtection: true,
};
const world = { now: 0, disk: 0.5 as number | null };
let ctx: Context;

beforeEach(async () => {
  const database = await testDatabase();
  opened.push(database);
  Object.assign(world, { now: Date.UTC(2026, 0, 1), disk: 0.5 });
  const metrics = scriptedMetrics({
    query: (expr, t) => {
      const v = expr.includes("disk") ? world.disk : 0;
      const samples =
        v === null ? [] : ["mysql-a", "mysql-b"].map((resource) => ({ labels: { resource }, t, v }));
      return Promise.resolve({ type: "vector", samples });
    },
  });
  ctx = testContext(database.db, { now: () => world.now, metrics });
  await ctx.db.insert(resources).values([
    { id: "mysql-a", product: "mysql", origin: "declared", spec: sound },
    { id: "mysql-b", product: "mysql", origin: "declared", spec: { ...sound, backupEnabled: false } },
    { id: "mysql-gone", product: "mysql", origin: "declared", state: "gone", spec: {} },
  ]);
});

async function scan() {
  world.now += 60_000;
  await scanRisks(ctx);
  return getRisk(ctx);
}

const open = (view: Awaited<ReturnType<typeof scan>>) =>
  view.findings.map(({ checkId, resourceId }) => `${checkId} ${resourceId}`);

describe("scanRisks", () => {
  it("finds each thing once, however many scan at the same moment", async () => {
    await Promise.all([scanRisks(ctx), scanRisks(ctx), scanRisks(ctx), scanRisks(ctx)]);
    expect(open(await getRisk(ctx))).toEqual(["backup-off mysql-b"]);
    expect(await ctx.db.$count(riskScans)).toBe(1);
  });

  it("scores what it found; the points of the findings make up what is missing to 100", async () => {
    const view = await scan();
    expect(open(view)).toEqual(["backup-off mysql-b"]);
    const points = view.findings.reduce((sum, finding) => sum + finding.points, 0);
    expect(view.score).toBeCloseTo(100 - points);
    expect(view.checks.reduce((sum, check) => sum + check.weight, 0)).toBeCloseTo(100);
    expect(view.findings[0]?.evidence).toMatchObject({ attribute: "spec.backupEnabled", value: false });
  });

  it("keeps one row of history while nothing changes, and tells readers only of changes", async () => {
    const first = await scan();
    const second = await scan();
    expect(second.scannedAt).toBe((first.scannedAt ?? 0) + 60_000);
    expect(await ctx.db.select().from(riskScans)).toHaveLength(1);
    expect(await ctx.db.select().from(liveEvents)).toHaveLength(1);
    world.disk = 0.9;
    const third = await scan();
    expect(await ctx.db.select().from(riskScans)).toHaveLength(2);
    expect(third.history.map(({ score }) => score)).toEqual([first.score, first.score, third.score]);
  });

  it("keeps the time at which a finding was opened, and closes it when it was mended", async () => {
    const { findings } = await scan();
    const later = await scan();
    expect(later.findings[0]).toMatchObject({ id: findings[0]?.id, openedAt: findings[0]?.openedAt });
    await ctx.db.update(resources).set({ spec: sound }).where(eq(resources.id, "mysql-b"));
    const mended = await scan();
    expect([mended.findings, mended.score]).toEqual([[], 100]);
  });

  it("does not let a risk go away because its metric does", async () => {
    world.disk = 0.9;
    const seen = await scan();
    world.disk = null;
    const unseen = await scan();
    expect(open(unseen)).toEqual(open(seen));
    expect(unseen.score).toBe(seen.score);
    expect(unseen.findings.find(({ checkId }) => checkId === "disk-nearly-full")?.evidence).toMatchObject({
      stale: true,
    });
  });

  it("counts as unknown what was never seen, and has no score without resources", async () => {
    world.disk = null;
    const view = await scan();
    expect(view.checks.find(({ checkId }) => checkId === "disk-nearly-full")).toMatchObject({
      unknown: 2,
      checked: 0,
      weight: 0,
    });
    await ctx.db.update(resources).set({ state: "gone" });
    expect(await scan()).toMatchObject({ score: null, findings: [] });
  });
});

describe("getRisk", () => {
  it("is empty, not healthy, before the first scan", async () => {
    expect(await getRisk(ctx)).toMatchObject({ score: null, scannedAt: null, findings: [] });
  });
});

describe("requestScan", () => {
  it("scans and writes an audit row; rejects a viewer", async () => {
    await expect(requestScan(actingAs(ctx, "viewer"))).rejects.toMatchObject({ code: "forbidden" });
    expect((await requestScan(actingAs(ctx, "operator"))).score).not.toBeNull();
    expect(await ctx.db.select().from(auditLog)).toMatchObject([
      { action: "risk.scan", actorId: "user-operator" },
    ]);
  });
});
