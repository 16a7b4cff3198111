import { describe, expect, it } from "vitest";
import { buildTopology, type MeasuredCalls, type PlacedResource } from "@/lib/topology/build-topology";
import { topologySchema } from "@/lib/topology/schemas";

const resource = (id: string, over: Partial<PlacedResource> = {}): PlacedResource => ({
  id,
  product: "tke",
  app: "mall",
  layer: "business",
  zone: "zone-a",
  cluster: null,
  dependsOn: [],
  ...over,
});
const call = (client: string, server: string, callsPerS = 10): MeasuredCalls => ({
  client,
  server,
  callsPerS,
  errorRatio: 0,
  p99S: 0.02,
});

const order = [
  resource("tke-order-b", { cluster: "order", zone: "zone-b", dependsOn: ["mysql-order-0", "cvm-b-1"] }),
  resource("tke-order-a", { cluster: "order", dependsOn: ["mysql-order-0", "mysql-order-1", "cvm-a-1"] }),
];
const database = [0, 1].map((i) =>
  resource(`mysql-order-${i}`, { product: "mysql", layer: "data", cluster: "mysql-order" }),
);
const machines = ["a", "b"].map((zone) =>
  resource(`cvm-${zone}-1`, { product: "cvm", zone: `zone-${zone}` }),
);

describe("buildTopology", () => {
  it("makes one node of a cluster and one of a resource without one", () => {
    const { nodes } = buildTopology([...order, ...database, ...machines], [], 5);
    expect(nodes.map(({ id }) => id)).toEqual(["cvm-a-1", "cvm-b-1", "mysql-order", "order"]);
    expect(nodes[3]).toEqual({
      id: "order",
      product: "tke",
      app: "mall",
      layer: "business",
      zones: ["zone-a", "zone-b"],
      resources: ["tke-order-a", "tke-order-b"],
    });
  });

  it("joins the nodes by what their members declare, once, and tells machines from callees", () => {
    const { edges } = buildTopology([...order, ...database, ...machines], [], 5);
    expect(edges.map(({ source, destination, kind }) => `${source} ${kind} ${destination}`)).toEqual([
      "order hosts cvm-a-1",
      "order hosts cvm-b-1",
      "order declared mysql-order",
    ]);
    expect(edges.map(({ callsPerS }) => callsPerS)).toEqual([null, null, null]);
  });

  it("puts measured calls in the place of a declaration", () => {
    const { edges } = buildTopology([...order, ...database], [call("order", "mysql-order", 40)], 5);
    expect(edges).toEqual([
      {
        source: "order",
        destination: "mysql-order",
        kind: "call",
        callsPerS: 40,
        errorRatio: 0,
        p99S: 0.02,
      },
    ]);
  });

  it("shows callers and callees that the inventory does not know, without a product", () => {
    const { nodes, edges } = buildTopology(order, [call("user", "order"), call("order", "ledger")], 5);
    expect(nodes.find(({ id }) => id === "ledger")).toMatchObject({
      product: null,
      layer: null,
      resources: [],
    });
    expect(edges.map(({ source, destination }) => `${source} ${destination}`)).toEqual([
      "order ledger",
      "user order",
    ]);
  });

  it("leaves out a declared need of a resource that is not there, and of its own group", () => {
    const { edges } = buildTopology(
      [
        resource("redis-0", { cluster: "redis", dependsOn: ["redis-1", "gone-7"] }),
        resource("redis-1", { cluster: "redis" }),
      ],
      [],
      5,
    );
    expect(edges).toEqual([]);
  });

  it("belongs to no app when its members belong to several", () => {
    const { nodes } = buildTopology(
      [
        resource("ckafka-0", { cluster: "ckafka" }),
        resource("ckafka-1", { cluster: "ckafka", app: "brokerage" }),
      ],
      [],
      5,
    );
    expect(nodes[0]?.app).toBeNull();
  });

  it("answers in its own schema", () => {
    const topology = buildTopology([...order, ...database, ...machines], [call("order", "mysql-order")], 5);
    expect(topologySchema.parse(topology)).toEqual(topology);
  });
});
