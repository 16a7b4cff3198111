import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resources } from "@/db/schema/resources";
import type { Context } from "@/lib/core/context";
import { MINUTE_MS } from "@/lib/core/time";
import type { Labels, SeriesSamples } from "@/lib/metrics/store";
import { declareResources, type DeclaredResource } from "@/lib/resources/declare";
import { readImpact, readTopology, searchTopology } from "@/lib/topology";
import { impactSchema, searchResultSchema } from "@/lib/topology/schemas";
import { testContext } from "../../support/context";
import { testDatabase, type TestDatabase } from "../../support/postgres";
import { useServices } from "../../support/services";

/** A whole minute some time ago: samples lie a minute apart, as in our own history. */
const FROM = Date.UTC(2026, 10, 20, 12);
const at = (minutes: number) => FROM + minutes * MINUTE_MS;

const counter = (name: string, labels: Labels, perMinute: (minute: number) => number): SeriesSamples => {
  let total = 0;
  const v = Array.from({ length: 31 }, (_, minute) => (total += perMinute(minute)));
  return {
    labels: { __name__: `traces_service_graph_request_${name}`, ...labels },
    t: v.map((_, i) => at(i)),
    v,
  };
};
const declared = (id: string, app: string, over: Partial<DeclaredResource> = {}): DeclaredResource => ({
  id,
  product: "tke",
  app,
  layer: "business",
  zone: "zone-a",
  cluster: null,
  spec: {},
  dependsOn: [],
  ...over,
});

const mall = { client: "pay", server: "ckafka", app: "mall" };
const bank = { client: "trade", server: "ckafka", app: "bank" };
const foreign = { client: "user", server: "pay", connection_type: "virtual_node" };

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await testDatabase();
  const services = useServices(database);
  ctx = testContext(database.db, { ...services, now: () => at(30) });
  await database.db.transaction((tx) =>
    declareResources(
      tx,
      [
        declared("tke-pay-a", "mall", { cluster: "pay", dependsOn: ["mysql-pay-0"] }),
        declared("mysql-pay-0", "mall", { cluster: "mysql-pay", product: "mysql" }),
        declared("ckafka-0", "shared", { cluster: "ckafka", product: "ckafka" }),
        declared("tke-trade-a", "bank", { cluster: "trade" }),
        declared("cvm-old", "mall", { product: "cvm" }),
        declared("cvm-next", "mall", { product: "cvm" }),
      ],
      new Date(at(10)),
    ),
  );
  await database.db.update(resources).set({ state: "gone" }).where(eq(resources.id, "cvm-old"));
  await database.db.update(resources).set({ state: "planned" }).where(eq(resources.id, "cvm-next"));
  const { rejected } = await ctx.metrics.write({
    series: [
      counter("total", mall, () => 600),
      // It fails from the twentieth minute on.
      counter("failed_total", mall, (minute) => (minute > 20 ? 150 : 0)),
      counter("client_seconds_bucket", { ...mall, le: "0.1" }, () => 540),
      counter("client_seconds_bucket", { ...mall, le: "0.2" }, () => 600),
      counter("client_seconds_bucket", { ...mall, le: "+Inf" }, () => 600),
      counter("total", bank, () => 60),
      counter("total", foreign, () => 120),
      counter("server_seconds_bucket", { ...foreign, le: "1" }, () => 120),
      counter("server_seconds_bucket", { ...foreign, le: "+Inf" }, () => 120),
    ],
  });
  expect(rejected).toEqual([]);
});
afterAll(async () => {
  await ctx.metrics.close();
  await database.drop();
});

const edge = async (source: string, destination: string, query: { app?: string; at?: number } = {}) =>
  (await readTopology(ctx, query)).edges.find(
    (one) => one.source === source && one.destination === destination,
  );

describe("readTopology", () => {
  it("measures calls, failures and the tail of latency", async () => {
    const measured = await edge("pay", "ckafka");
    expect(measured?.kind).toBe("call");
    expect(measured?.callsPerS).toBeCloseTo(10, 5);
    expect(measured?.errorRatio).toBeCloseTo(0.25, 5);
    // 99 % is nine tenths of the way through the upper bucket, where the last tenth of the calls is.
    expect(measured?.p99S).toBeCloseTo(0.19, 5);
  });

  it("shows the calls as they were at a moment of the history", async () => {
    expect(await edge("pay", "ckafka", { at: at(15) })).toMatchObject({ errorRatio: 0 });
    expect(await edge("pay", "ckafka", { at: at(-10) })).toBeUndefined();
  });

  it("takes latency from the server where the client reports none, and no failures for none", async () => {
    expect(await edge("user", "pay")).toMatchObject({ errorRatio: 0, p99S: 0.99 });
    expect((await readTopology(ctx)).nodes.find(({ id }) => id === "user")?.product).toBeNull();
  });

  it("keeps of an app its nodes, what they call, and who calls them", async () => {
    const { nodes, edges } = await readTopology(ctx, { app: "mall" });
    expect(nodes.map(({ id }) => id)).toEqual(["ckafka", "mysql-pay", "pay", "user"]);
    expect(edges.map(({ source, destination, kind }) => `${source} ${kind} ${destination}`)).toEqual([
      "pay call ckafka",
      "pay declared mysql-pay",
      "user call pay",
    ]);
  });

  it("shows what is gone while it was there, and what is planned never", async () => {
    const ids = async (time: number) => (await readTopology(ctx, { at: time })).nodes.map(({ id }) => id);
    expect(await ids(at(9))).toContain("cvm-old");
    expect(await ids(at(11))).not.toContain("cvm-old");
    expect(await ids(at(9))).not.toContain("cvm-next");
  });

  it("knows no app that nothing belongs to, whatever its name holds", async () => {
    await expect(readTopology(ctx, { app: '.*"}) or vector(1) #' })).rejects.toThrow(/There is no app/);
    await expect(readTopology(ctx, { app: "m.ll" })).rejects.toThrow(/There is no app/);
  });
});

describe("readImpact", () => {
  it("tells what a node needs, who needs it, and who is touched if it fails", async () => {
    const impact = await readImpact(ctx, { node: "ckafka" });
    expect(impactSchema.parse(impact)).toEqual(impact);
    expect(impact.dependencies).toEqual([]);
    expect(impact.dependants?.map(({ id, hops }) => `${id} ${hops}`)).toEqual(["pay 1", "trade 1", "user 2"]);
    expect(impact.blast.touched.map(({ id }) => id).sort()).toEqual(["pay", "trade", "user"]);
  });

  it("lets one resource fail, or a zone", async () => {
    const one = await readImpact(ctx, { resource: "mysql-pay-0" });
    expect(one.blast.failing).toMatchObject([{ id: "mysql-pay", state: "lost" }]);
    const zone = await readImpact(ctx, { zone: "zone-a", app: "mall" });
    expect(zone.dependants).toBeNull();
    expect(zone.blast.failing.map(({ id }) => id)).toEqual(["ckafka", "mysql-pay", "pay"]);
  });

  it("refuses what is not there, and a question about two things", async () => {
    await expect(readImpact(ctx, { node: "nowhere" })).rejects.toThrow('There is no node "nowhere"');
    await expect(readImpact(ctx, { zone: "zone-z" })).rejects.toThrow('There is no zone "zone-z"');
    await expect(readImpact(ctx, { node: "pay", zone: "zone-a" })).rejects.toThrow(/Give one of/);
  });
});

describe("searchTopology", () => {
  it("finds what a question means in the graph of the moment", async () => {
    const found = await searchTopology(ctx, { q: "what does pay call" });
    expect(searchResultSchema.parse(found)).toEqual(found);
    expect(found.nodes).toEqual(["ckafka", "mysql-pay"]);
    expect((await searchTopology(ctx, { q: "mysql of mall" })).resources).toEqual(["mysql-pay-0"]);
  });

  it("refuses an empty question and one without end", async () => {
    await expect(searchTopology(ctx, { q: "  " })).rejects.toThrow(/too_small/);
    await expect(searchTopology(ctx, { q: "redis ".repeat(100) })).rejects.toThrow(/too_big/);
  });
});
