import { array, assert, constantFrom, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { checkDiagram } from "@/lib/architecture/document/check-diagram";
import { diffDiagrams } from "@/lib/architecture/document/diff-diagrams";
import { type DiagramEdit, editDiagram } from "@/lib/architecture/document/edit-diagram";
import { beginEditing, doEdit, redoEdit, undoEdit } from "@/lib/architecture/document/edit-history";
import { generateDiagram } from "@/lib/architecture/document/generate-diagram";
import {
  type BindableResource,
  findUnbound,
  resolveBindings,
} from "@/lib/architecture/document/resolve-bindings";
import { parseResourceSelector } from "@/lib/architecture/document/selector";
import { parseArchitectureYaml, writeArchitectureYaml } from "@/lib/architecture/document/yaml";
import type { Diagram, DiagramNode } from "@/lib/architecture/schemas";
import { buildTopology } from "@/lib/topology/build-topology";

const node = (id: string, over: Partial<DiagramNode> = {}): DiagramNode => ({
  id,
  title: id,
  layer: "business",
  binding: { selectors: [], resources: [] },
  position: null,
  ...over,
});
const call = (source: string, destination: string) => ({ source, destination, kind: "call" as const });
const resource = (id: string, over: Partial<BindableResource> = {}): BindableResource => ({
  id,
  product: "redis",
  app: "mall",
  layer: "middleware",
  zone: "zone-a",
  cluster: null,
  state: "running",
  ...over,
});
const carts = [
  resource("redis-cart-0", { cluster: "redis-cart" }),
  resource("redis-cart-1", { cluster: "redis-cart", zone: "zone-b" }),
];

describe("parseResourceSelector", () => {
  it.each([
    ['product="redis",cluster="redis-cart"', ["redis-cart-0", "redis-cart-1"]],
    ['{cluster=~"redis-.+",zone!="zone-a"}', ["redis-cart-1"]],
    ['resource="redis-cart-0"', ["redis-cart-0"]],
    ['cluster="redis-car"', []],
  ])("%s fits %j", (text, ids) => {
    expect(carts.filter(parseResourceSelector(text)).map(({ id }) => id)).toEqual(ids);
  });

  it.each([
    ['product="redis"', "produc=", /./],
    ["", "", /needs a matcher/],
    ["", 'product=~".*"', /needs a matcher/],
    ["", 'colour="red"', /no label "colour"; they have resource, product/],
    ["", 'product=~"("', /missing closing/],
  ])("refuses what it cannot mean (%s %s)", (_, text, message) => {
    expect(() => parseResourceSelector(text)).toThrow(message);
  });
});

describe("resolveBindings", () => {
  const known = [...carts, resource("redis-old", { state: "gone", cluster: "redis-cart" })];

  it("binds by selector and by hand, each resource once, never one that is gone", () => {
    const bindings = resolveBindings(
      [node("cart", { binding: { selectors: ['cluster="redis-cart"'], resources: ["redis-cart-0"] } })],
      known,
    );
    expect(bindings.get("cart")?.resources.map(({ id }) => id)).toEqual(["redis-cart-0", "redis-cart-1"]);
  });

  it("names what a hand bound and is not there, with the reason", () => {
    const bindings = resolveBindings(
      [node("cart", { binding: { selectors: ['zone="nowhere"'], resources: ["redis-old", "redis-x"] } })],
      known,
    );
    expect(bindings.get("cart")).toEqual({
      resources: [],
      missing: [
        { id: "redis-old", reason: "gone" },
        { id: "redis-x", reason: "unknown" },
      ],
      empty: ['zone="nowhere"'],
    });
  });

  it("lists the app's running resources that no node has", () => {
    const bindings = resolveBindings(
      [node("cart", { binding: { selectors: [], resources: ["redis-cart-0"] } })],
      known,
    );
    const all = [
      ...known,
      resource("planned", { state: "planned" }),
      resource("other", { app: "brokerage" }),
    ];
    expect(findUnbound(bindings, all, "mall").map(({ id }) => id)).toEqual(["redis-cart-1"]);
    expect(findUnbound(bindings, all, null).map(({ id }) => id)).toEqual(["redis-cart-1", "other"]);
  });
});

describe("checkDiagram", () => {
  it("lets services call each other in a circle, and hosts not run on each other", () => {
    const nodes = [node("a"), node("b"), node("c")];
    expect(checkDiagram({ nodes, edges: [call("a", "b"), call("b", "a")] })).toEqual([]);
    const host = (source: string, destination: string) => ({ source, destination, kind: "host" as const });
    expect(checkDiagram({ nodes, edges: [host("a", "b"), host("b", "c"), host("c", "a")] })).toEqual([
      { path: ["edges", 2], message: "a cycle of hosts: a would run on itself through c" },
    ]);
  });

  it("names each place where a diagram is not a true one", () => {
    const faults = checkDiagram({
      nodes: [node("a"), node("a"), node("b", { binding: { selectors: ["x"], resources: [] } })],
      edges: [call("a", "z"), call("b", "b"), call("a", "b"), call("a", "b")],
    });
    expect(faults.map(({ path }) => path.join("."))).toEqual([
      "nodes.1.id",
      "nodes.2.binding.selectors.0",
      "edges.0.destination",
      "edges.1",
      "edges.3",
    ]);
  });

  it("walks a chain of hosts as long as a diagram may be", () => {
    const edges = Array.from({ length: 5_000 }, (_, i) => ({
      source: `n${i}`,
      destination: `n${i + 1}`,
      kind: "host" as const,
    }));
    const nodes = Array.from({ length: 5_001 }, (_, i) => node(`n${i}`));
    expect(checkDiagram({ nodes, edges })).toEqual([]);
  });
});

const edits: readonly DiagramEdit[] = [
  { kind: "add", node: node("pay") },
  { kind: "add", node: node("cart") },
  { kind: "connect", edge: call("pay", "cart") },
  { kind: "change", id: "pay", to: { title: "Payment" } },
  { kind: "move", to: [{ id: "pay", layer: "data", position: { x: 10, y: 0 } }] },
  { kind: "arrange" },
  { kind: "disconnect", edge: call("pay", "cart") },
  { kind: "remove", ids: ["cart"] },
  { kind: "replace", diagram: { nodes: [node("other")], edges: [] } },
];

describe("editing", () => {
  it("takes a node's edges with it", () => {
    const diagram = { nodes: [node("a"), node("b")], edges: [call("a", "b")] };
    expect(editDiagram(diagram, { kind: "remove", ids: ["b"] })).toEqual({ nodes: [node("a")], edges: [] });
  });

  it("leaves no step for an edit that changes nothing", () => {
    const history = beginEditing({ nodes: [node("a"), node("b")], edges: [call("a", "b")] });
    for (const edit of [
      { kind: "connect", edge: call("a", "b") },
      { kind: "connect", edge: call("a", "a") },
      { kind: "connect", edge: call("a", "gone") },
      { kind: "add", node: node("a") },
      { kind: "remove", ids: ["gone"] },
    ] satisfies DiagramEdit[])
      expect(doEdit(history, edit)).toBe(history);
  });

  it("comes back to where it began by undoing everything, and forth again by doing it again", () => {
    assert(
      property(array(constantFrom(...edits), { maxLength: 30 }), (done) => {
        const start = beginEditing({ nodes: [], edges: [] });
        const end = done.reduce(doEdit, start);
        let back = end;
        for (let i = 0; i < end.past.length; i += 1) back = undoEdit(back);
        expect(back.present).toBe(start.present);
        let forth = back;
        for (let i = 0; i < end.past.length; i += 1) forth = redoEdit(forth);
        expect(forth.present).toBe(end.present);
      }),
    );
  });

  it("forgets what was undone once something else is done", () => {
    const one = doEdit(beginEditing({ nodes: [], edges: [] }), { kind: "add", node: node("a") });
    const other = doEdit(undoEdit(one), { kind: "add", node: node("b") });
    expect(redoEdit(other)).toEqual(other);
  });
});

describe("diffDiagrams", () => {
  it("tells what was added, removed and changed, and what a binding gained and lost", () => {
    const before: Diagram = {
      nodes: [node("a", { binding: { selectors: [], resources: ["x", "y"] } }), node("b")],
      edges: [call("a", "b")],
    };
    const after: Diagram = {
      nodes: [
        node("a", { title: "A", binding: { selectors: [], resources: ["y", "z"] } }),
        node("c", { binding: { selectors: ['zone="a"'], resources: [] } }),
      ],
      edges: [call("a", "c")],
    };
    expect(diffDiagrams(before, after)).toEqual({
      nodes: [
        {
          id: "a",
          title: "A",
          change: "changed",
          fields: ["title", "binding"],
          bound: ["z"],
          released: ["x"],
        },
        { id: "b", title: "b", change: "removed", fields: [], bound: [], released: [] },
        { id: "c", title: "c", change: "added", fields: [], bound: ['zone="a"'], released: [] },
      ],
      edges: [
        { source: "a", destination: "b", change: "removed" },
        { source: "a", destination: "c", change: "added" },
      ],
    });
    expect(diffDiagrams(after, after)).toEqual({ nodes: [], edges: [] });
  });
});

describe("YAML", () => {
  const named = {
    slug: "mall",
    title: "Mall",
    titleZh: "商城",
    app: "mall",
    diagram: {
      nodes: [
        node("gateway", { layer: "access", binding: { selectors: ['cluster="gateway"'], resources: [] } }),
        node("pay", { title: "Payment: #1", position: { x: 12, y: 3 } }),
      ],
      edges: [call("gateway", "pay"), { source: "pay", destination: "gateway", kind: "host" as const }],
    },
  };

  it("reads back what it wrote", () => {
    expect(parseArchitectureYaml(writeArchitectureYaml(named))).toEqual(named);
  });

  it.each([
    ["architecture: mall\ntitle: Mall\nnodes: [", "3:9"],
    ["architecture: Mall!\ntitle: Mall\nnodes: []\n", "1:15"],
    ["architecture: mall\ntitle: Mall\n", "1:1"],
    ["architecture: mall\ntitle: Mall\nnodes:\n  - id: pay\n    layer: cellar\n", "5:12"],
    ["architecture: mall\ntitle: Mall\nnodes:\n  - id: pay\n    layer: data\n    colour: red\n", "6:5"],
    [
      "architecture: mall\ntitle: Mall\nnodes:\n  - id: pay\n    layer: data\n    selectors:\n      - 'x=\"1\"'\n",
      "7:9",
    ],
    ["architecture: mall\ntitle: Mall\nnodes: []\nedges:\n  - source: a\n    destination: b\n", "5:13"],
    ["architecture: mall\ntitle: Mall\nnodes:\n  - &a { id: pay, layer: data }\n  - *a\n", "1:1"],
    ["- 1\n- 2\n", "1:1"],
    ["", "1:1"],
  ])("refuses %j as a whole, at %s", (text, place) => {
    expect(() => parseArchitectureYaml(text)).toThrow(expect.objectContaining({ code: "invalid", place }));
  });
});

describe("generateDiagram", () => {
  const resources = [
    { ...resource("browse"), product: "business", layer: "business" as const, dependsOn: ["clb-a"] },
    { ...resource("clb-a"), product: "clb", layer: "access" as const, dependsOn: ["redis-cart-0", "cvm-1"] },
    { ...carts[0]!, layer: "middleware" as const, dependsOn: [] },
    { ...carts[1]!, layer: "middleware" as const, dependsOn: [] },
    { ...resource("cvm-1"), product: "cvm", layer: "business" as const, dependsOn: [] },
  ];
  const calls = [{ client: "clb-a", server: "bank", callsPerS: 1, errorRatio: 0, p99S: null }];
  const diagram = generateDiagram(buildTopology(resources, calls, 0), resources);
  const of = (id: string) => diagram.nodes.find((one) => one.id === id);

  it("binds a group by selector, a single resource by its id, and a stranger to nothing", () => {
    expect(of("redis-cart")?.binding).toEqual({
      selectors: ['product="redis",cluster="redis-cart"'],
      resources: [],
    });
    expect(of("clb-a")?.binding).toEqual({ selectors: [], resources: ["clb-a"] });
    expect(of("bank")?.binding).toEqual({ selectors: [], resources: [] });
  });

  it("leaves no resource unbound, and is a true diagram", () => {
    const bindings = resolveBindings(diagram.nodes, resources);
    expect(findUnbound(bindings, resources, "mall")).toEqual([]);
    expect(checkDiagram(diagram)).toEqual([]);
  });

  it("puts what only calls above what it calls, and tells hosts from calls", () => {
    expect(of("browse")?.layer).toBe("access");
    expect(diagram.edges).toContainEqual({ source: "clb-a", destination: "cvm-1", kind: "host" });
    expect(diagram.edges).toContainEqual(call("browse", "clb-a"));
  });
});
