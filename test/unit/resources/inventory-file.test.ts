import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LAYERS, RESOURCE_STATES } from "@/lib/resources/constants";
import { checkInventory, type KnownResource } from "@/lib/resources/file/check-inventory";
import { findCycles } from "@/lib/resources/file/find-cycles";
import { faultsOf, type FileValues, parseInventory } from "@/lib/resources/file/parse-inventory";
import { planImport } from "@/lib/resources/file/plan-import";
import { inventoryEntry, inventoryHead } from "@/lib/resources/file/write-inventory";

/** Faults of a text as `line:column message`. */
function faults(text: string, known: Record<string, Partial<KnownResource>> = {}): string[] {
  const parsed = parseInventory(text);
  checkInventory(
    parsed,
    new Map(
      Object.entries(known).map(([id, over]) => [
        id,
        { product: "mysql", state: "running", dependsOn: [], ...over },
      ]),
    ),
  );
  return faultsOf(parsed).map(({ line, column, message }) => `${line}:${column} ${message}`);
}

const file = (...entries: string[]) => `resources:\n${entries.map((entry) => `  - ${entry}\n`).join("")}`;

describe("parseInventory and checkInventory", () => {
  it.each([
    [
      "an unknown product",
      file("{ id: a, product: mysqll }"),
      /^2:23 .*no product "mysqll"; did you mean mysql\?/,
    ],
    [
      "a duplicate id",
      file("{ id: a, product: mysql }", "{ id: a, product: redis }"),
      /^3:11 "a" is there twice \(the first is in line 2\)/,
    ],
    [
      "a dependency on nothing",
      file("{ id: a, product: mysql, dependsOn: [nobody] }"),
      /^2:42 "a" depends on "nobody", which does not exist/,
    ],
    [
      "a dependency on itself",
      file("{ id: a, product: mysql, dependsOn: [a] }"),
      /^2:42 a cycle of dependencies: a → a/,
    ],
    [
      "a number for a zone",
      file("{ id: a, product: mysql, zone: 1 }"),
      /^2:36 "a": zone must be a text, and is a number/,
    ],
    [
      "an unknown field",
      file("{ id: a, product: mysql, zoen: x }"),
      /^2:30 resource 1 has no field "zoen"; it may have id, /,
    ],
    [
      "an unknown state",
      file("{ id: a, product: mysql, state: broken }"),
      /^2:37 "a": state is "broken"; it may be planned, running, retiring, gone/,
    ],
    ["an unknown layer", file("{ id: a, product: mysql, layer: top }"), /^2:37 "a": layer is "top"/],
    ["no id", file("{ product: mysql }"), /^2:5 resource 1 needs an id/],
    ["no product", file("{ id: a }"), /^2:11 "a" is new and needs a product/],
    ["a reserved id", file("{ id: export, product: mysql }"), /^2:11 no resource can be called "export"/],
    ["what is no list", "resources: { id: a }\n", /^1:12 resources must be a list/],
    ["what is no mapping", file("a"), /^2:5 resource 1 must be a mapping/],
    ["another file", "groups: []\n", /^1:1 an inventory has no field "groups"/],
    ["an empty file", "", /^1:1 an inventory needs `resources:`/],
    ["broken YAML", "resources: [\n", /^2:1 not YAML: /],
    ["a key that comes twice", file("{ id: a, id: b, product: mysql }"), /not YAML: Map keys must be unique/],
    [
      "a spec that is infinite",
      file("{ id: a, product: mysql, spec: { size: .inf } }"),
      /^2:44 "a": spec: size must be/,
    ],
    [
      "a spec that is deep",
      file(`{ id: a, product: mysql, spec: { x: ${"[".repeat(8)}${"]".repeat(8)} } }`),
      /nested deeper/,
    ],
    [
      "a spec that is large",
      file(`{ id: a, product: mysql, spec: { x: "${"y".repeat(20_000)}" } }`),
      /is too large/,
    ],
    ["a control character", file('{ id: "a\\u0000b", product: mysql }'), /^2:11 id holds characters/],
  ])("refuses %s with its place", (_what, text, expected) => {
    expect(faults(text)[0]).toMatch(expected);
  });

  it("names every fault of a file, of form and of meaning, in the order of the text", () => {
    const text = file("{ id: a, product: none-1 }", "{ id: b, product: 5, zone: 5, dependsOn: [c] }");
    expect(faults(text).map((fault) => fault.split(" ")[0])).toEqual(["2:23", "3:23", "3:32", "3:47"]);
  });

  it("finds a cycle that a file closes through what is there already, and names its way", () => {
    const text = file("{ id: a, product: mysql, dependsOn: [b] }");
    expect(faults(text, { b: { dependsOn: ["c"] }, c: { dependsOn: ["a"] } })).toEqual([
      "2:42 a cycle of dependencies: a → b → c → a",
    ]);
  });

  it("does not blame a file for a cycle that was there before it", () => {
    const known = { a: { dependsOn: ["b"] }, b: { dependsOn: ["a"] } };
    expect(faults(file("{ id: a, dependsOn: [b] }", "{ id: c, product: mysql }"), known)).toEqual([]);
  });

  it("refuses to depend on what is gone, and a life cycle that jumps", () => {
    const known = { old: { state: "gone" as const }, run: { state: "running" as const } };
    expect(faults(file("{ id: a, product: mysql, dependsOn: [old] }"), known)[0]).toMatch(
      /"old", which is gone/,
    );
    expect(faults(file("{ id: run, state: gone }"), known)).toEqual([
      '2:23 "run" is running, and cannot become gone in one step',
    ]);
  });

  it("takes a product that only a discovered resource has", () => {
    expect(faults(file("{ id: a, product: node }"), { x: { product: "node" } })).toEqual([]);
  });

  it("makes no prototype of a name in a spec", () => {
    const { resources } = parseInventory(
      file("{ id: a, product: mysql, spec: { __proto__: { admin: true } } }"),
    );
    const spec = resources[0]?.given.spec ?? {};
    expect(Object.keys(spec)).toEqual(["__proto__"]);
    expect((spec as { admin?: boolean }).admin).toBeUndefined();
  });

  it("never throws, whatever the text", () => {
    const piece = fc.constantFrom(
      "resources:",
      "\n",
      "  - ",
      "id: a",
      "{",
      "}",
      "[",
      "]",
      "&x ",
      "*x",
      ": ",
      "!!map ",
      "|",
      "'",
      '"',
      "#",
      "\t",
      "- ",
      "? ",
      "zone: 1",
      "dependsOn: [a, a]",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        for (const { line, column } of faultsOf(parseInventory(pieces.join("")))) {
          expect(line).toBeGreaterThan(0);
          expect(column).toBeGreaterThan(0);
        }
      }),
    );
  });
});

describe("findCycles", () => {
  it("finds one in each knot and none in a graph without", () => {
    const graph = new Map([
      ["a", ["b"]],
      ["b", ["c", "a"]],
      ["c", []],
      ["d", ["e"]],
      ["e", ["f", "c"]],
      ["f", ["d"]],
    ]);
    expect(findCycles(graph).map((cycle) => cycle.toSorted().join(""))).toEqual(["ab", "def"]);
  });

  it("does not run out of stack in a long chain", () => {
    const chain = new Map(Array.from({ length: 20_000 }, (_, i) => [`r${i}`, [`r${i + 1}`]] as const));
    expect(findCycles(chain)).toEqual([]);
    chain.set("r20000", ["r0"]);
    expect(findCycles(chain)[0]?.length).toBe(20_001);
  });

  it("finds a cycle exactly where the graph cannot be ordered, and its edges are there", () => {
    const edges = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })), {
      maxLength: 14,
    });
    fc.assert(
      fc.property(edges, (pairs) => {
        const graph = new Map<string, string[]>();
        for (const [from, to] of pairs) graph.set(`n${from}`, [...(graph.get(`n${from}`) ?? []), `n${to}`]);
        const cycles = findCycles(graph);
        for (const cycle of cycles)
          cycle.forEach((id, i) => expect(graph.get(id)).toContain(cycle[(i + 1) % cycle.length]));
        // Kahn: what is left when nothing without callers can be taken away is, or leads to, a cycle.
        const left = new Map(graph);
        for (;;) {
          const callees = new Set([...left.values()].flat());
          const free = [...left.keys()].filter((id) => !callees.has(id));
          if (free.length === 0) break;
          for (const id of free) left.delete(id);
        }
        expect(cycles.length > 0).toBe(left.size > 0);
      }),
    );
  });
});

describe("an exported inventory", () => {
  const text = fc.string({ minLength: 1, maxLength: 20 }).filter((value) => value.trim() !== "");
  const name = fc.stringMatching(/^[a-z][a-z0-9_-]{0,10}$/).filter((value) => value !== "__proto__");
  const values = fc.record({
    product: fc.constantFrom("mysql", "redis"),
    app: fc.option(text),
    layer: fc.option(fc.constantFrom(...LAYERS)),
    zone: fc.option(text),
    cluster: fc.option(text),
    state: fc.constantFrom(...RESOURCE_STATES),
    labels: fc.dictionary(name, text, { maxKeys: 3 }),
    spec: fc.dictionary(name, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }),
  });

  it("comes back as it was, and changes nothing where it came from", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(name, values), { selector: ([id]) => id, maxLength: 5 }),
        (entries) => {
          const records = entries.map(([id, value], i): { id: string } & FileValues => ({
            id: `r-${id}`,
            ...value,
            dependsOn: i === 0 ? [] : [`r-${entries[0]![0]}`],
          }));
          const yaml = inventoryHead(records.length) + records.map(inventoryEntry).join("");
          const parsed = parseInventory(yaml);
          expect(faultsOf(parsed)).toEqual([]);
          const known = new Map(
            records.map((record) => [record.id, { ...record, origin: "declared" as const }]),
          );
          expect(planImport(parsed.resources, known)).toEqual({ changes: [], unchanged: records.length });
          expect(
            planImport(parsed.resources, new Map()).changes.map(({ id, after }) => ({ id, ...after })),
          ).toEqual(JSON.parse(JSON.stringify(records)));
        },
      ),
    );
  });
});

describe("planImport", () => {
  const before = {
    product: "mysql",
    app: "mall",
    layer: "data" as const,
    zone: "zone-a",
    cluster: null,
    state: "running" as const,
    labels: {},
    spec: { cores: 4, disk: 1 },
    dependsOn: [],
    origin: "declared" as const,
  };
  const plan = (text: string, over = {}) =>
    planImport(parseInventory(text).resources, new Map([["a", { ...before, ...over }]]));

  it("changes only the fields that the file names; null takes a value away", () => {
    const [change] = plan(file("{ id: a, zone: null, spec: { disk: 1, cores: 4 } }")).changes;
    expect(change?.fields).toEqual({ zone: { before: "zone-a", after: null } });
    expect(change?.after).toMatchObject({ app: "mall", zone: null });
  });

  it("declares what was only discovered", () => {
    expect(plan(file("{ id: a }"), { origin: "discovered" }).changes).toMatchObject([
      { kind: "update", fields: { origin: { before: "discovered", after: "declared" } } },
    ]);
  });
});
