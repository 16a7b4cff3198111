import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { alarmRules, alarms } from "@/db/schema/alarms";
import { auditLog } from "@/db/schema/audit";
import { injections } from "@/db/schema/experiments";
import { findings } from "@/db/schema/risk";
import { observedResources, resourceHistory, resources } from "@/db/schema/resources";
import { DAY_MS, MINUTE_MS } from "@/lib/core/time";
import {
  changeState,
  deleteView,
  exportResources,
  getComparison,
  getResource,
  importInventory,
  listResources,
  listViews,
  previewImport,
  saveView,
  settleDifferences,
  updateView,
} from "@/lib/resources";
import { YOUNG_MS } from "@/lib/resources/compare";
import { actingAs, testContext } from "../../support/context";
import { testDatabase, type TestDatabase } from "../../support/postgres";

const T0 = Date.UTC(2026, 0, 1);

let database: TestDatabase;
let now = T0;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const context = () => testContext(database.db, { now: () => now });
const operator = () => actingAs(context(), "operator");
const viewer = () => actingAs(context(), "viewer");

const FILE = `resources:
  - { id: shop, product: tke, app: mall, zone: zone-a, dependsOn: [db], labels: { team: order } }
  - { id: db, product: mysql, app: mall, layer: data, cluster: dbs, spec: { cores: 4 } }
`;

describe("importInventory", () => {
  it("shows what it would change, and changes nothing", async () => {
    const preview = await previewImport(operator(), FILE);
    expect(preview).toMatchObject({ creates: 2, updates: 0, unchanged: 0, faults: [] });
    expect((await listResources(viewer(), {})).all).toBe(0);
  });

  it("takes a good file, with history and audit", async () => {
    expect(await importInventory(operator(), FILE)).toMatchObject({ creates: 2 });
    const { resource, history, dependsOn } = await getResource(viewer(), { id: "shop" });
    expect(resource).toMatchObject({
      origin: "declared",
      keeper: "people",
      state: "running",
      labels: { team: "order" },
    });
    expect(history).toMatchObject([{ action: "import_create", to: "running", by: "A operator" }]);
    expect(dependsOn.resources.map(({ id }) => id)).toEqual(["db"]);
    const audit = await database.db.select().from(auditLog).where(eq(auditLog.action, "inventory.import"));
    expect(audit).toMatchObject([{ actorName: "A operator", after: { creates: 2 } }]);
  });

  it("refuses a bad file as a whole, with line and column", async () => {
    const bad = `resources:\n  - { id: fresh, product: redis }\n  - { id: db, product: nothing-known }\n`;
    await expect(importInventory(operator(), bad)).rejects.toMatchObject({ code: "invalid", place: "3:24" });
    await expect(getResource(viewer(), { id: "fresh" })).rejects.toMatchObject({ code: "not_found" });
    const preview = await previewImport(operator(), bad);
    expect(preview.faults).toMatchObject([{ line: 3, column: 24 }]);
    expect(preview.creates).toBe(0);
  });

  it("finds a cycle that is closed through what is there", async () => {
    const cycle = "resources:\n  - { id: db, dependsOn: [shop] }\n";
    await expect(importInventory(operator(), cycle)).rejects.toThrow(
      "2:27: a cycle of dependencies: db → shop → db",
    );
  });

  it("is refused to a viewer", async () => {
    await expect(importInventory(viewer(), FILE)).rejects.toMatchObject({ code: "forbidden" });
    await expect(previewImport(viewer(), FILE)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("takes its own export back without a change", async () => {
    const { parts, media } = await exportResources(viewer(), { format: "yaml" });
    let text = "";
    for await (const part of parts) text += part;
    expect(media).toContain("yaml");
    expect(await importInventory(operator(), text)).toMatchObject({ creates: 0, updates: 0, unchanged: 2 });
  });
});

describe("changeState", () => {
  it("moves a resource on and remembers who, when and why", async () => {
    now += YOUNG_MS;
    const retiring = await changeState(operator(), { id: "shop", action: "retire", reason: "is moved away" });
    expect(retiring.resource.state).toBe("retiring");
    expect(retiring.actions).toEqual(["keep", "end"]);
    expect(retiring.history[0]).toMatchObject({
      action: "retire",
      from: "running",
      to: "retiring",
      reason: "is moved away",
      by: "A operator",
      at: now,
    });
    const audit = await database.db.select().from(auditLog).where(eq(auditLog.action, "resource.retire"));
    expect(audit).toMatchObject([{ subject: "shop", before: { state: "running" } }]);
  });

  it("refuses a step that the state does not allow, a missing reason, a viewer and an unknown id", async () => {
    const step = { id: "db", action: "end", reason: "x" } as const;
    await expect(changeState(operator(), step)).rejects.toMatchObject({ code: "conflict" });
    await expect(changeState(operator(), { ...step, reason: " " })).rejects.toThrow(/say why/);
    await expect(changeState(viewer(), step)).rejects.toMatchObject({ code: "forbidden" });
    await expect(changeState(operator(), { ...step, id: "nobody" })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("keeps a history that nobody can rewrite", async () => {
    const refusal = { cause: { message: expect.stringContaining("resource_history is append-only") } };
    await expect(database.db.delete(resourceHistory)).rejects.toMatchObject(refusal);
    await expect(database.db.update(resourceHistory).set({ reason: "x" })).rejects.toMatchObject(refusal);
  });
});

describe("settleDifferences", () => {
  const missing = { resourceId: "db", kind: "missing" } as const;

  it("answers for a difference until a day, and takes that back", async () => {
    const ignore = (over: object) =>
      settleDifferences(operator(), {
        action: "ignore",
        differences: [missing],
        reason: "is built",
        expiresAt: now + DAY_MS,
        ...over,
      });
    await expect(ignore({ reason: undefined })).rejects.toThrow(/needs a reason/);
    await expect(ignore({ expiresAt: now })).rejects.toThrow(/expiresAt/);
    await expect(ignore({ expiresAt: now + 366 * DAY_MS })).rejects.toThrow(/expiresAt/);
    await ignore({});
    expect((await getComparison(viewer(), {})).total).toBe(0);
    const [ignored] = (await getComparison(viewer(), { ignored: "1" })).differences;
    expect(ignored?.ignored).toEqual({ reason: "is built", expiresAt: now + DAY_MS, by: "A operator" });
    now += DAY_MS;
    expect((await getComparison(viewer(), {})).total).toBe(1);
    await ignore({ expiresAt: now + DAY_MS });
    await settleDifferences(operator(), { action: "reopen", differences: [missing] });
    expect((await getComparison(viewer(), {})).total).toBe(1);
  });

  it("refuses one that is not there any more, the wrong way, and a viewer; then nothing of the call is done", async () => {
    const drift = { resourceId: "db", kind: "drifted", attribute: "zone" } as const;
    await expect(
      settleDifferences(operator(), {
        action: "retire",
        differences: [missing, { ...missing, resourceId: "shop" }],
        reason: "x",
      }),
    ).rejects.toMatchObject({ code: "conflict" });
    expect((await getResource(viewer(), { id: "db" })).resource.state).toBe("running");
    await expect(
      settleDifferences(operator(), { action: "accept", differences: [drift] }),
    ).rejects.toMatchObject({ code: "conflict" });
    await expect(
      settleDifferences(operator(), { action: "adopt", differences: [missing] }),
    ).rejects.toMatchObject({ code: "conflict" });
    await expect(
      settleDifferences(viewer(), { action: "adopt", differences: [missing] }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });

  it("asks which of several values is meant", async () => {
    await database.db.insert(observedResources).values({
      id: "db",
      product: "mysql",
      attributes: { zone: ["zone-b", "zone-c"] },
      state: "seen",
      firstSeenAt: new Date(now),
      lastSeenAt: new Date(now),
    });
    const drift = { resourceId: "db", kind: "drifted", attribute: "zone" } as const;
    const accept = (value?: string) =>
      settleDifferences(operator(), {
        action: "accept",
        differences: [value === undefined ? drift : { ...drift, value }],
      });
    await expect(accept()).rejects.toThrow(/zone-b, zone-c/);
    await expect(accept("zone-a")).rejects.toThrow(/zone-b, zone-c/);
    await accept("zone-c");
    expect((await getResource(viewer(), { id: "db" })).resource.zone).toBe("zone-c");
  });
});

describe("listResources", () => {
  it("tells firing alarms, open findings and acting faults with each resource", async () => {
    const { db } = database;
    const [rule] = await db
      .insert(alarmRules)
      .values([{ name: "Down", expr: "up == 0", severity: "critical" }])
      .returning();
    const episode = (labels: Record<string, string>, state: "firing" | "pending") => ({
      ruleId: rule!.id,
      fingerprint: JSON.stringify(labels),
      labels,
      annotations: {},
      state,
      activeAt: new Date(now),
      lastSeenAt: new Date(now),
    });
    await db
      .insert(alarms)
      .values([
        episode({ resource: "db" }, "firing"),
        episode({ cluster: "dbs" }, "firing"),
        episode({ resource: "shop" }, "pending"),
      ]);
    await db.insert(findings).values({
      scanId: "01890000-0000-7000-8000-000000000000",
      checkId: "c",
      resourceId: "db",
      level: "high",
      points: 1,
      evidence: {},
      openedAt: new Date(now),
    });
    const lease = { resourceId: "shop", parameters: {}, undo: {}, activeFrom: new Date(now) };
    await db.insert(injections).values([
      { ...lease, faultId: "acts", state: "active", deadline: new Date(now + MINUTE_MS) },
      { ...lease, faultId: "is-over", state: "active", deadline: new Date(now - 1) },
    ]);
    now += 10_000;
    const { resources: all } = await listResources(viewer(), { sort: "alarms", order: "desc" });
    expect(all).toMatchObject([
      { id: "db", alarms: { firing: 2, worst: "critical" }, findings: { open: 1, worst: "high" }, faults: 0 },
      { id: "shop", alarms: { firing: 0, worst: null }, faults: 1 },
    ]);
    const wrong = await listResources(viewer(), { condition: "faults", facets: "1" });
    expect(wrong.resources.map(({ id }) => id)).toEqual(["shop"]);
    expect(wrong.facets?.condition).toContainEqual({ value: "alarms", count: 1 });
  });

  it("sees at once what another process has written", async () => {
    expect((await listResources(viewer(), { zone: "zone-x" })).total).toBe(0);
    await database.db.update(resources).set({ zone: "zone-x" }).where(eq(resources.id, "shop"));
    expect((await listResources(viewer(), { zone: "zone-x" })).total).toBe(1);
  });
});

describe("saved views", () => {
  const view = { name: "mine", query: "product=mysql", shared: false };

  it("are one's own unless an operator shares them", async () => {
    const saved = await saveView(viewer(), view);
    await expect(saveView(viewer(), view)).rejects.toMatchObject({ code: "conflict" });
    await expect(saveView(viewer(), { ...view, shared: true })).rejects.toMatchObject({ code: "forbidden" });
    const shared = await saveView(operator(), { ...view, name: "ours", shared: true });
    expect((await listViews(viewer())).views).toMatchObject([
      { id: saved.id, mine: true },
      { id: shared.id, mine: false, owner: "A operator" },
    ]);
    expect((await listViews(operator())).views.map(({ id }) => id)).toEqual([shared.id]);
    await expect(deleteView(operator(), saved)).rejects.toMatchObject({ code: "not_found" });
    await expect(deleteView(viewer(), shared)).rejects.toMatchObject({ code: "forbidden" });
    expect(await updateView(viewer(), { id: saved.id, query: "zone=zone-a" })).toMatchObject({
      query: "zone=zone-a",
      name: "mine",
    });
    await deleteView(viewer(), saved);
    expect((await listViews(viewer())).views.length).toBe(1);
  });
});
