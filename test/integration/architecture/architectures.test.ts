import { eq } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { alarmRules, alarms, ruleEvaluationSpans } from "@/db/schema/alarms";
import { architectureVersions } from "@/db/schema/architecture";
import { auditLog } from "@/db/schema/audit";
import { injections } from "@/db/schema/experiments";
import { resources } from "@/db/schema/resources";
import { findings, riskScans } from "@/db/schema/risk";
import {
  createArchitecture,
  deleteArchitecture,
  diffVersions,
  exportYaml,
  generateArchitecture,
  getArchitecture,
  importYaml,
  listArchitectures,
  listVersions,
  previewArchitectureState,
  readArchitectureState,
  restoreVersion,
  saveArchitecture,
} from "@/lib/architecture";
import type { Context } from "@/lib/core/context";
import { actingAs, scriptedMetrics, testContext } from "../../support/context";
import { testDatabase, type TestDatabase } from "../../support/postgres";

const opened: TestDatabase[] = [];
afterAll(() => Promise.all(opened.map((database) => database.drop())));

const T0 = Date.UTC(2026, 0, 1);
const mall = { slug: "mall" };
const samples: { labels: Record<string, string>; v: number }[] = [];
let now = T0;
let ctx: Context;

beforeEach(async () => {
  const database = await testDatabase();
  opened.push(database);
  now = T0;
  samples.length = 0;
  const metrics = scriptedMetrics({
    query: (expr, t) =>
      Promise.resolve({
        type: "vector",
        samples: samples
          .filter(({ labels }) => expr.includes(labels["__name__"] ?? ""))
          .map((one) => ({ ...one, t })),
      }),
  });
  ctx = testContext(database.db, { now: () => now, metrics });
  const part = (id: string, product: string, layer: "access" | "data", cluster: string | null) => ({
    id,
    product,
    layer,
    cluster,
    app: "mall",
    zone: "zone-a",
    origin: "declared" as const,
  });
  await ctx.db
    .insert(resources)
    .values([
      { ...part("clb-mall-a", "clb", "access", null), dependsOn: ["mysql-order-0"] },
      part("mysql-order-0", "mysql", "data", "mysql-order"),
      part("mysql-order-1", "mysql", "data", "mysql-order"),
    ]);
});

const save = async (over: { baseVersion?: number; note?: string; ids?: string[] } = {}) => {
  const { diagram, newestVersion } = await getArchitecture(ctx, mall);
  const { baseVersion = newestVersion, note = "", ids } = over;
  const nodes = ids ? diagram.nodes.filter(({ id }) => ids.includes(id)) : diagram.nodes;
  const edges = ids ? [] : diagram.edges;
  return saveArchitecture(ctx, mall, { diagram: { nodes, edges }, baseVersion, note });
};

describe("a business that nobody has drawn", () => {
  it("has a diagram out of its inventory, which follows it", async () => {
    const first = await getArchitecture(ctx, mall);
    expect(first).toMatchObject({ version: 0, app: "mall", unbound: [] });
    expect(first.diagram.nodes.map(({ id }) => id)).toEqual(["clb-mall-a", "mysql-order"]);
    expect(first.diagram.edges).toEqual([{ source: "clb-mall-a", destination: "mysql-order", kind: "call" }]);
    await ctx.db
      .insert(resources)
      .values({ id: "redis-1", product: "redis", app: "mall", layer: "middleware", origin: "declared" });
    expect((await getArchitecture(ctx, mall)).diagram.nodes).toHaveLength(3);
    expect((await listArchitectures(ctx)).architectures).toEqual([
      expect.objectContaining({ slug: "mall", version: 0 }),
    ]);
  });

  it("is not found when it has no resource", async () => {
    for (const ask of [getArchitecture, readArchitectureState, listVersions, generateArchitecture])
      await expect(ask(ctx, { slug: "nowhere" })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("saveArchitecture", () => {
  it("keeps every version with its author, and tells what changed", async () => {
    await save({ note: "first" });
    now += 60_000;
    const second = await save({ ids: ["clb-mall-a"], note: "only access" });
    expect(second).toMatchObject({ version: 2, newestVersion: 2, updatedBy: ctx.actor.name });
    expect(second.unbound.map(({ id }) => id).sort()).toEqual(["mysql-order-0", "mysql-order-1"]);
    expect((await listVersions(ctx, mall)).versions).toMatchObject([
      { version: 2, origin: "edited", note: "only access", nodes: 1, edges: 0, at: T0 + 60_000 },
      { version: 1, origin: "edited", note: "first", nodes: 2, edges: 1, at: T0 },
    ]);
    expect(await diffVersions(ctx, mall, { from: 1, to: 2 })).toMatchObject({
      nodes: [{ id: "mysql-order", change: "removed" }],
      edges: [{ change: "removed" }],
    });
    const [row] = await ctx.db.select().from(auditLog).where(eq(auditLog.subject, "mall"));
    expect(row).toMatchObject({ action: "architecture.save", actorName: ctx.actor.name });
  });

  it("refuses the second of two editors of the same version, and stores nothing of theirs", async () => {
    await save();
    const both = await Promise.allSettled([
      save({ baseVersion: 1, note: "one" }),
      save({ baseVersion: 1, note: "other" }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const refused = both.find((one) => one.status === "rejected");
    expect(refused?.reason).toMatchObject({
      code: "conflict",
      message: expect.stringContaining("version 2 by now, and these changes were made on version 1"),
    });
    expect(await ctx.db.$count(architectureVersions)).toBe(2);
  });

  it("refuses the second of two who save a first version", async () => {
    const both = await Promise.allSettled([save({ baseVersion: 0 }), save({ baseVersion: 0 })]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await ctx.db.$count(architectureVersions)).toBe(1);
  });

  it("refuses a diagram that is no true one, at its place", async () => {
    const { diagram } = await getArchitecture(ctx, mall);
    const edges = [{ source: "clb-mall-a", destination: "nobody", kind: "call" as const }];
    await expect(
      saveArchitecture(ctx, mall, { diagram: { ...diagram, edges }, baseVersion: 0 }),
    ).rejects.toMatchObject({ code: "invalid", place: "diagram.edges.0.destination" });
    expect(await ctx.db.$count(architectureVersions)).toBe(0);
  });

  it("rejects a viewer", async () => {
    const viewer = actingAs(ctx, "viewer");
    const { diagram } = await getArchitecture(viewer, mall);
    for (const attempt of [
      saveArchitecture(viewer, mall, { diagram, baseVersion: 0 }),
      createArchitecture(viewer, { slug: "x", title: "x" }),
      importYaml(viewer, mall, {}, ""),
      restoreVersion(viewer, mall, { version: 1, baseVersion: 1 }),
      deleteArchitecture(viewer, mall),
    ])
      await expect(attempt).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("versions", () => {
  it("shows the diagram as it was at a moment; before the first, the first", async () => {
    await save();
    now += 60_000;
    await save({ ids: ["clb-mall-a"] });
    const versionAt = async (at: number) => (await getArchitecture(ctx, mall, { at })).version;
    expect(await Promise.all([T0 - 1, T0, T0 + 59_999, T0 + 60_000].map(versionAt))).toEqual([1, 1, 1, 2]);
  });

  it("restores an older one as the newest, and keeps what came between", async () => {
    await save();
    await save({ ids: [] });
    const restored = await restoreVersion(ctx, mall, { version: 1, baseVersion: 2 });
    expect(restored.version).toBe(3);
    expect(restored.diagram.nodes).toHaveLength(2);
    await expect(restoreVersion(ctx, mall, { version: 9, baseVersion: 3 })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(restoreVersion(ctx, mall, { version: 1, baseVersion: 1 })).rejects.toMatchObject({
      code: "conflict",
    });
  });
});

describe("YAML", () => {
  it("takes back what it gave out, as the next version", async () => {
    const text = await exportYaml(ctx, mall, {});
    const before = await getArchitecture(ctx, mall);
    const after = await importYaml(ctx, mall, {}, text);
    expect(after).toMatchObject({ version: 1, diagram: before.diagram });
    await expect(importYaml(ctx, mall, { baseVersion: 0 }, text)).rejects.toMatchObject({ code: "conflict" });
  });

  it("makes a new diagram of a file about one that is not there", async () => {
    const text = "architecture: plan-b\ntitle: Plan B\nnodes:\n  - { id: a, layer: data }\n";
    expect(await importYaml(ctx, { slug: "plan-b" }, {}, text)).toMatchObject({
      slug: "plan-b",
      version: 1,
      app: null,
    });
  });

  it("refuses a bad file as a whole, with line and column", async () => {
    const text =
      "architecture: mall\ntitle: Mall\nnodes:\n  - { id: a, layer: data }\n  - { id: b, layer: attic }\n";
    await expect(importYaml(ctx, mall, {}, text)).rejects.toMatchObject({ code: "invalid", place: "5:21" });
    await expect(importYaml(ctx, { slug: "other" }, {}, text)).rejects.toMatchObject({ place: "5:21" });
    expect(await ctx.db.$count(architectureVersions)).toBe(0);
  });
});

describe("createArchitecture and deleteArchitecture", () => {
  it("makes one of a business by generating it, once", async () => {
    const made = await createArchitecture(ctx, { slug: "night", title: "Night", app: "mall" });
    expect(made.diagram.nodes).toHaveLength(2);
    await expect(createArchitecture(ctx, { slug: "night", title: "Night" })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(createArchitecture(ctx, { slug: "x", title: "x", app: "nobody" })).rejects.toMatchObject({
      code: "invalid",
      place: "app",
    });
  });

  it("gives a business its generated diagram back when the drawn one is removed, which the audit keeps", async () => {
    await save({ ids: [] });
    await deleteArchitecture(ctx, mall);
    expect(await getArchitecture(ctx, mall)).toMatchObject({ version: 0 });
    const rows = await ctx.db.select().from(auditLog).where(eq(auditLog.action, "architecture.delete"));
    expect(rows).toMatchObject([{ subject: "mall", before: { version: 1, diagram: { nodes: [] } } }]);
    await expect(deleteArchitecture(ctx, mall)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("readArchitectureState", () => {
  const nodeAt = async (at: number, id = "mysql-order") =>
    (await readArchitectureState(ctx, mall, { at })).nodes.find((node) => node.id === id);

  it("is unknown, and not well, without samples", async () => {
    const state = await readArchitectureState(ctx, mall);
    expect(state).toMatchObject({ alarmsKnown: false, risksKnown: false });
    expect(state.nodes.map(({ status }) => status)).toEqual(["unknown", "unknown"]);
    expect(state.nodes.map(({ traffic }) => traffic)).toEqual([null, null]);
  });

  it("shows alarms, risks and faults of the moment that is asked for", async () => {
    const [rule] = await ctx.db
      .insert(alarmRules)
      .values({ name: "MySQLDown", expr: "up", severity: "critical" })
      .returning();
    const labels = { resource: "mysql-order-0" };
    const alarmTimes = {
      activeAt: new Date(T0),
      firedAt: new Date(T0 + 1_000),
      resolvedAt: new Date(T0 + 5_000),
    };
    await ctx.db.insert(alarms).values({
      ruleId: rule?.id ?? "",
      fingerprint: "f",
      labels,
      annotations: {},
      state: "resolved",
      ...alarmTimes,
      lastSeenAt: new Date(T0 + 5_000),
    });
    await ctx.db
      .insert(ruleEvaluationSpans)
      .values({ ruleId: rule?.id ?? "", fromAt: new Date(T0 - 1_000), toAt: new Date(T0 + 60_000) });
    await ctx.db.insert(injections).values({
      faultId: "mysql.crash",
      resourceId: "mysql-order-0",
      parameters: {},
      undo: {},
      state: "undone",
      activeFrom: new Date(T0),
      deadline: new Date(T0 + 9_000),
      undoneAt: new Date(T0 + 4_000),
    });
    const scanned = {
      checked: 1,
      failed: 1,
      unknown: 0,
      breakdown: [],
      sinceAt: new Date(T0),
      at: new Date(T0),
    };
    const [scan] = await ctx.db.insert(riskScans).values(scanned).returning();
    await ctx.db.insert(findings).values({
      scanId: scan?.id ?? "",
      checkId: "backup-off",
      resourceId: "mysql-order-1",
      level: "high",
      points: 1,
      evidence: {},
      openedAt: new Date(T0),
      closedAt: new Date(T0 + 3_000),
    });

    const during = await nodeAt(T0 + 2_000);
    expect(during).toMatchObject({
      status: "critical",
      alarms: [{ rule: "MySQLDown", state: "firing" }],
      risks: [{ checkId: "backup-off" }],
      faults: [{ faultId: "mysql.crash", until: T0 + 4_000 }],
    });
    expect(await nodeAt(T0 + 500)).toMatchObject({ alarms: [{ state: "pending" }] });
    expect(await nodeAt(T0 + 6_000)).toMatchObject({ alarms: [], risks: [], faults: [] });
    expect(await nodeAt(T0 + 2_000, "clb-mall-a")).toMatchObject({ alarms: [], risks: [], faults: [] });
    expect(await readArchitectureState(ctx, mall, { at: T0 + 2_000 })).toMatchObject({
      alarmsKnown: true,
      risksKnown: true,
    });
    expect(await readArchitectureState(ctx, mall, { at: T0 + 120_000 })).toMatchObject({
      alarmsKnown: false,
    });
    expect(await readArchitectureState(ctx, mall, { at: T0 - 1_000 })).toMatchObject({ risksKnown: false });
  });

  it("names a binding to a resource that is gone", async () => {
    await ctx.db.update(resources).set({ state: "gone" }).where(eq(resources.id, "mysql-order-1"));
    const diagram = {
      nodes: [
        {
          id: "orders",
          title: "Orders",
          layer: "data" as const,
          position: null,
          binding: { selectors: [], resources: ["mysql-order-0", "mysql-order-1"] },
        },
      ],
      edges: [],
    };
    const { nodes } = await previewArchitectureState(ctx, { app: "mall", diagram });
    expect(nodes[0]).toMatchObject({
      missing: [{ id: "mysql-order-1", reason: "gone" }],
      resources: [{ id: "mysql-order-0" }],
    });
  });
});
