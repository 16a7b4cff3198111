import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blastRadius, callShares } from "@/lib/topology/blast-radius";
import type { Topology, TopologyEdge } from "@/lib/topology/schemas";
import { walk } from "@/lib/topology/walk";
import { arbitraryTopology } from "../../support/topology-arbitrary";

const node = (id: string, resources: readonly string[], zones = ["zone-a"]): Topology["nodes"][number] => ({
  id,
  product: "tke",
  app: "mall",
  layer: "business",
  zones,
  resources: [...resources],
});
const edge = (
  source: string,
  destination: string,
  callsPerS: number | null,
  kind: TopologyEdge["kind"] = callsPerS === null ? "declared" : "call",
): TopologyEdge => ({ source, destination, kind, callsPerS, errorRatio: null, p99S: null });

/** Shoppers order through two balancers; an order needs its database, and 0.7 times the stock. */
const shop: Topology = {
  nodes: [
    node("mall-order", ["mall-order"]),
    node("clb-a", ["clb-a"]),
    node("clb-b", ["clb-b"], ["zone-b"]),
    node("order", ["order-a", "order-b"], ["zone-a", "zone-b"]),
    node("inventory", ["inventory-a"]),
    node("mysql-order", ["mysql-order-0", "mysql-order-1", "mysql-order-2"], ["zone-a", "zone-b"]),
    node("nodes-a", ["cvm-a-1", "cvm-a-2"]),
    node("nodes-b", ["cvm-b-1"], ["zone-b"]),
  ],
  edges: [
    edge("mall-order", "clb-a", 60),
    edge("mall-order", "clb-b", 40),
    edge("clb-a", "order", 60),
    edge("clb-b", "order", 40),
    edge("order", "mysql-order", 1_000),
    edge("order", "inventory", 70),
    edge("order", "nodes-a", null, "hosts"),
    edge("order", "nodes-b", null, "hosts"),
  ],
  at: 0,
};
const sharesOf = (failing: readonly string[]) =>
  Object.fromEntries(blastRadius(shop, new Set(failing)).touched.map(({ id, share }) => [id, share]));

describe("blastRadius", () => {
  it("keeps a group that has a member left: it is degraded and nobody is touched", () => {
    const { failing, touched } = blastRadius(shop, new Set(["mysql-order-0"]));
    expect(failing).toEqual([
      { id: "mysql-order", state: "degraded", members: 3, membersFailing: 1, resources: ["mysql-order-0"] },
    ]);
    expect(touched).toEqual([]);
  });

  it("takes everyone above a lost node, with the way down to it", () => {
    const { touched } = blastRadius(shop, new Set(["mysql-order-0", "mysql-order-1", "mysql-order-2"]));
    expect(touched.map(({ id, share }) => [id, share])).toEqual([
      ["order", 1],
      ["clb-a", 1],
      ["clb-b", 1],
      ["mall-order", 1],
    ]);
    expect(touched[3]?.path).toEqual(["mall-order", "clb-a", "order", "mysql-order"]);
    expect(touched[0]).toMatchObject({ requestsPerS: 100, basis: "call_share" });
  });

  it("weighs an edge by its calls for each request, and an entry by its share of the traffic", () => {
    expect(sharesOf(["inventory-a"])["order"]).toBeCloseTo(0.7, 9);
    expect(sharesOf(["clb-a"])).toEqual({ "mall-order": 0.6 });
  });

  it("takes machines as one pool", () => {
    expect(sharesOf(["cvm-a-1", "cvm-a-2"])).toEqual({});
    expect(sharesOf(["cvm-a-1", "cvm-a-2", "cvm-b-1"])["order"]).toBe(1);
  });

  it("believes what was measured: a callee that nobody missed touches nobody", () => {
    const weigh = callShares(shop);
    const { touched } = blastRadius(shop, new Set(["inventory-a"]), (one) =>
      one.destination === "inventory" ? { share: 0, basis: "measured" } : weigh(one),
    );
    expect(touched).toEqual([]);
  });

  it("lets a stranger without members fail as itself", () => {
    const graph = { ...shop, nodes: [node("user", []), ...shop.nodes], edges: [edge("order", "user", 100)] };
    expect(blastRadius(graph, new Set(["user"])).touched).toMatchObject([{ id: "order", share: 1 }]);
  });

  it("equals the recursive definition on graphs without cycles", () => {
    fc.assert(
      fc.property(arbitraryTopology({ acyclic: true }), fc.nat(7), (topology, k) => {
        const failed = topology.nodes[k % topology.nodes.length]!;
        const weigh = callShares(topology);
        const loss = (id: string): number => {
          if (id === failed.id) return 1;
          const needs = topology.edges.filter(({ source }) => source === id);
          const hosts = needs.filter(({ kind }) => kind === "hosts").map((one) => loss(one.destination));
          const pool = hosts.length > 0 ? Math.min(...hosts) : 0;
          return needs
            .filter(({ kind }) => kind !== "hosts")
            .reduce((lost, one) => Math.min(1, lost + weigh(one).share * loss(one.destination)), pool);
        };
        const shares = new Map(
          blastRadius(topology, new Set(failed.resources)).touched.map(({ id, share }) => [id, share]),
        );
        for (const { id } of topology.nodes.filter((one) => one.id !== failed.id && loss(one.id) > 1e-3))
          expect(shares.get(id)).toBeCloseTo(loss(id), 6);
      }),
    );
  });

  it("touches only dependants, never more than everything, and more failures never touch less", () => {
    fc.assert(
      fc.property(arbitraryTopology(), fc.nat(7), fc.nat(7), (topology, i, k) => {
        const one = topology.nodes[i % topology.nodes.length]!;
        const two = topology.nodes[k % topology.nodes.length]!;
        const few = blastRadius(topology, new Set(one.resources)).touched;
        const many = blastRadius(topology, new Set([...one.resources, ...two.resources]));
        const dependants = new Set(walk(topology, one.id, "dependants").map(({ id }) => id));
        for (const { id, share } of few) {
          expect(dependants.has(id)).toBe(true);
          expect(share).toBeLessThanOrEqual(1);
          const now = many.failing.some((lost) => lost.id === id)
            ? 1
            : (many.touched.find((other) => other.id === id)?.share ?? 0);
          expect(now).toBeGreaterThanOrEqual(share - 1e-9);
        }
      }),
    );
  });
});
