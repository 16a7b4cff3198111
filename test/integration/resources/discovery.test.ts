import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resources } from "@/db/schema/resources";
import { DAY_MS, MINUTE_MS } from "@/lib/core/time";
import { openEmbeddedStore } from "@/lib/metrics/embedded/open";
import type { MetricStore } from "@/lib/metrics/store";
import { getComparison, getResource, settleDifferences } from "@/lib/resources";
import { YOUNG_MS } from "@/lib/resources/compare";
import { declareResources } from "@/lib/resources/declare";
import { discover } from "@/lib/resources/discovery/service";
import { testContext } from "../../support/context";
import { testDatabase, type TestDatabase } from "../../support/postgres";

const T0 = Date.UTC(2026, 0, 1);

let database: TestDatabase;
let store: MetricStore;
let now = T0;
beforeAll(async () => {
  database = await testDatabase();
  store = openEmbeddedStore({ sql: database.db.$client, now: () => now });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

const context = () => testContext(database.db, { metrics: store, now: () => now });

/** One sample of each series now. */
const send = (...series: Record<string, string>[]) =>
  store.write({
    series: series.map((labels) => ({ labels: { __name__: "up", ...labels }, t: [now], v: [1] })),
  });

const database0 = { product: "mysql", resource: "db-0", app: "mall", zone: "zone-a" };
const node = { job: "node", instance: "web-1:9100" };

describe("discovery in a real store", () => {
  it("makes resources of series that name one, and of scrape targets", async () => {
    await database.db.transaction((tx) =>
      declareResources(
        tx,
        [
          {
            id: "db-0",
            product: "mysql",
            app: "mall",
            layer: "data",
            zone: "zone-b",
            cluster: null,
            spec: {},
            dependsOn: [],
          },
          {
            id: "db-1",
            product: "mysql",
            app: "mall",
            layer: "data",
            zone: "zone-b",
            cluster: null,
            spec: {},
            dependsOn: [],
          },
        ],
        new Date(now - YOUNG_MS),
      ),
    );
    await send(
      database0,
      { ...database0, __name__: "mysql_connections" },
      node,
      { job: "only" },
      { product: "mysql" },
    );
    expect(await discover(context())).toBe(2);
    const found = await getResource(context(), { id: "node@web-1:9100" });
    expect(found.resource).toMatchObject({
      origin: "discovered",
      product: "node",
      state: "running",
      seen: "seen",
    });
    expect(found.selector).toBe('job="node",instance="web-1:9100"');
    expect(found.history).toMatchObject([{ action: "discovered", by: "evenkeel" }]);
  });

  it("keeps what was declared as it is, and tells the differences", async () => {
    const { resource, observed } = await getResource(context(), { id: "db-0" });
    expect(resource).toMatchObject({ origin: "declared", zone: "zone-b" });
    expect(observed?.attributes).toEqual({ product: ["mysql"], app: ["mall"], zone: ["zone-a"] });
    const comparison = await getComparison(context(), {});
    expect(comparison).toMatchObject({ accuracy: 0, compared: 3, accurate: 0, total: 3 });
    expect(comparison.differences.map(({ resourceId, kind }) => `${kind} ${resourceId}`)).toEqual([
      "missing db-1",
      "unknown node@web-1:9100",
      "drifted db-0",
    ]);
    expect(comparison.discovery).toMatchObject({ at: T0, resources: 2, failures: [] });
  });

  it("agrees once each difference is settled its own way", async () => {
    const settle = (
      action: "adopt" | "retire" | "accept",
      kind: "unknown" | "missing" | "drifted",
      resourceId: string,
      attribute = "",
    ) =>
      settleDifferences(context(), {
        action,
        differences: [{ resourceId, kind, attribute }],
        reason: "seen by hand",
      });
    await settle("adopt", "unknown", "node@web-1:9100");
    await settle("retire", "missing", "db-1");
    await settle("accept", "drifted", "db-0", "zone");
    expect(await getComparison(context(), {})).toMatchObject({ accuracy: 100, compared: 2, total: 0 });
    expect((await getResource(context(), { id: "db-0" })).resource).toMatchObject({
      zone: "zone-a",
      keeper: "people",
    });
  });

  it("does not let the simulator write over what a person settled", async () => {
    await database.db.transaction((tx) =>
      declareResources(
        tx,
        [
          {
            id: "db-0",
            product: "mysql",
            app: "mall",
            layer: "data",
            zone: "zone-b",
            cluster: null,
            spec: {},
            dependsOn: [],
          },
          {
            id: "db-1",
            product: "mysql",
            app: "mall",
            layer: "data",
            zone: "zone-c",
            cluster: null,
            spec: {},
            dependsOn: [],
          },
        ],
        new Date(now),
      ),
    );
    expect((await getResource(context(), { id: "db-0" })).resource.zone).toBe("zone-a");
    // A machine's record follows the machine, but its life cycle is in people's hands.
    expect((await getResource(context(), { id: "db-1" })).resource).toMatchObject({
      zone: "zone-c",
      state: "retiring",
    });
  });

  it("goes stale, then gone, then comes back, and what is retiring is gone with it", async () => {
    await send({ product: "mysql", resource: "db-1", zone: "zone-c" }, { job: "batch", instance: "a" });
    await discover(context());
    now += 6 * MINUTE_MS;
    await send(database0);
    await discover(context());
    expect((await getResource(context(), { id: "batch@a" })).resource).toMatchObject({
      seen: "stale",
      state: "running",
    });
    now += DAY_MS;
    await send(database0);
    await discover(context());
    expect((await getResource(context(), { id: "batch@a" })).resource).toMatchObject({
      seen: "gone",
      state: "gone",
    });
    const ended = await getResource(context(), { id: "db-1" });
    expect(ended.resource.state).toBe("gone");
    expect(ended.history[0]).toMatchObject({ action: "end", from: "retiring", to: "gone", by: "evenkeel" });
    await send({ job: "batch", instance: "a" });
    await discover(context());
    const back = await getResource(context(), { id: "batch@a" });
    expect(back.resource).toMatchObject({ seen: "seen", state: "running" });
    expect(back.history.map(({ action }) => action)).toEqual(["seen_again", "lost", "discovered"]);
  });

  it("writes nothing while nothing changes", async () => {
    const before = await database.db.select().from(resources);
    const [revision] = await database.db.$client`select revision from inventory_revision`;
    await discover(context());
    expect(await database.db.select().from(resources)).toEqual(before);
    expect(await database.db.$client`select revision from inventory_revision`).toEqual([revision]);
  });
});
