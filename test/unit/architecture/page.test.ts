import { describe, expect, it } from "vitest";
import { beginEditing, doEdit } from "@/lib/architecture/document/edit-history";
import type { ArchitectureState, Diagram, NodeState } from "@/lib/architecture/schemas";
import { freeId, freeze, nudged } from "@/components/architecture/edit/use-editor";
import { nodesShowing, nodesWith } from "@/components/architecture/graph-ids";
import { placeDiagram } from "@/components/architecture/layout/geometry";
import { overlayFigure } from "@/components/architecture/overlay";
import { prepareScene, type SceneInput } from "@/components/architecture/prepare-scene";
import { relationsOf } from "@/components/architecture/relations";
import { alarmBars, faultBars, gapBars, trackStep } from "@/components/architecture/time/prepare-track";
import { HOUR_MS } from "@/lib/core/time";

const state = (id: string, over: Partial<NodeState> = {}): NodeState => ({
  id,
  graphIds: [id],
  resources: [{ id: `${id}-0`, product: "mysql", zone: "a", status: "ok", sampleAt: 0, stale: false }],
  missing: [],
  empty: [],
  status: "ok",
  reasons: [],
  sampleAt: 0,
  stale: false,
  traffic: null,
  utilisation: null,
  errors: null,
  latencyS: null,
  capacity: null,
  alarms: [],
  risks: [],
  faults: [],
  ...over,
});
const measured = (value: number, threshold: number | null = 0.8) => ({
  value,
  threshold,
  metric: "mysql_cpu_usage_ratio",
  resource: "a-0",
});
const all = { alarmsKnown: true, risksKnown: true };
const alarm = (severity: "critical" | "warning" | "info", now: "firing" | "pending") => ({
  id: severity,
  rule: "Slow",
  severity,
  state: now,
  resource: null,
  activeAt: 0,
  summary: "",
  summaryZh: "",
});

describe("overlayFigure", () => {
  it.each([
    ["utilisation", { utilisation: measured(0.5) }, "ok", "50%"],
    ["utilisation", { utilisation: measured(0.75) }, "info", "75%"],
    ["utilisation", { utilisation: measured(0.9) }, "warning", "90%"],
    ["utilisation", { utilisation: measured(0.97) }, "critical", "97%"],
    ["utilisation", { utilisation: measured(0.97), stale: true }, "unknown", "97%"],
    ["utilisation", {}, "unknown", "–"],
    ["capacity", { capacity: measured(3.2) }, "ok", "3.2×"],
    ["capacity", { capacity: measured(1.2) }, "warning", "1.2×"],
    ["capacity", { capacity: measured(0.9) }, "critical", "0.9×"],
    ["capacity", {}, "unknown", "–"],
    ["alarms", {}, "ok", "0"],
    ["alarms", { alarms: [alarm("critical", "pending")] }, "info", "0"],
    ["alarms", { alarms: [alarm("warning", "firing")] }, "warning", "1"],
    ["faults", {}, "ok", "0"],
    ["health", { status: "critical" }, "critical", "–"],
    ["health", { utilisation: measured(0.4) }, "ok", "40%"],
  ] as const)("%s of %j is %s, %s", (overlay, over, status, figure) => {
    expect(overlayFigure(overlay, state("a", over as Partial<NodeState>), all)).toEqual({ status, figure });
  });

  it("is unknown, never well, where nobody watched or nothing is bound", () => {
    const nobody = { alarmsKnown: false, risksKnown: false };
    expect(overlayFigure("alarms", state("a"), nobody).status).toBe("unknown");
    expect(overlayFigure("risk", state("a"), nobody).status).toBe("unknown");
    for (const overlay of ["health", "utilisation", "faults", "alarms", "risk", "capacity"] as const) {
      expect(overlayFigure(overlay, state("a", { resources: [] }), all).status).toBe("unknown");
      expect(overlayFigure(overlay, undefined, all).status).toBe("unknown");
    }
  });
});

describe("relationsOf", () => {
  it("follows the arrows both ways, and a circle once", () => {
    const edges = [
      ["web", "pay"],
      ["pay", "db"],
      ["db", "pay"],
      ["pay", "bank"],
      ["other", "db"],
    ].map(([source = "", destination = ""]) => ({ source, destination }));
    const { dependencies, dependants } = relationsOf("pay", edges);
    expect([...dependencies].sort()).toEqual(["bank", "db"]);
    expect([...dependants].sort()).toEqual(["db", "other", "web"]);
  });
});

describe("prepareScene", () => {
  const diagram: Diagram = {
    nodes: ["a", "b", "c", "machine"].map((id) => ({
      id,
      title: id,
      layer: "business" as const,
      binding: { selectors: [], resources: [] },
      position: null,
    })),
    edges: [
      { source: "a", destination: "b", kind: "call" },
      { source: "a", destination: "machine", kind: "host" },
    ],
  };
  const seen: ArchitectureState = {
    ...all,
    at: 0,
    unbound: [],
    nodes: ["a", "b", "c", "machine"].map((id) => state(id)),
    edges: [
      { source: "a", destination: "b", callsPerS: 99, errorRatio: 0.02, p99S: 0.1, drawn: true },
      { source: "b", destination: "c", callsPerS: 1, errorRatio: 0, p99S: null, drawn: false },
    ],
  };
  const prepare = (over: Partial<SceneInput> = {}) =>
    prepareScene({
      diagram,
      placed: placeDiagram(diagram, new Map()),
      state: seen,
      overlay: "health",
      selected: null,
      marked: null,
      showHosts: false,
      words: { layer: (layer) => layer, members: () => "" },
      ...over,
    });
  const edge = (scene: ReturnType<typeof prepare>, destination: string) =>
    scene.edges.find((one) => one.destination === destination);

  it("draws calls that run, calls that nobody drew, and calls that nobody saw apart", () => {
    const scene = prepare();
    expect(edge(scene, "b")).toMatchObject({ kind: "data", status: "warning", width: 3 });
    expect(edge(scene, "c")).toMatchObject({ kind: "undrawn" });
    expect(edge(prepare({ state: undefined }), "b")).toMatchObject({ kind: "silent", status: "unknown" });
  });

  it("shows what runs on what only when asked, or when one of the two is selected", () => {
    expect(edge(prepare(), "machine")).toBeUndefined();
    expect(edge(prepare({ showHosts: true }), "machine")?.kind).toBe("host");
    expect(edge(prepare({ selected: "machine" }), "machine")?.kind).toBe("host");
  });

  it("keeps what is related to the selected node, and fades the rest", () => {
    const scene = prepare({ selected: "a" });
    expect(scene.nodes.map(({ emphasis }) => emphasis)).toEqual(["selected", "related", "faded", "faded"]);
    expect(edge(scene, "b")?.label).toBe("99 req/s · 2% ✕ · p99 100 ms");
  });

  it("marks what a search or a failure means", () => {
    const scene = prepare({ selected: "a", marked: new Set(["c"]) });
    expect(scene.nodes.map(({ emphasis }) => emphasis)).toEqual(["selected", "faded", "hit", "faded"]);
  });

  it("is unknown everywhere before anything was heard", () => {
    expect(prepare({ state: undefined }).nodes.map(({ status }) => status)).toEqual(
      Array.from({ length: 4 }, () => "unknown"),
    );
  });
});

describe("from the graph to the diagram", () => {
  it("finds nodes by their resources and by their names in the graph", () => {
    const seen = {
      ...all,
      at: 0,
      unbound: [],
      edges: [],
      nodes: [state("a"), state("b", { graphIds: ["x"] })],
    };
    expect([...nodesShowing(seen, ["x"])]).toEqual(["b"]);
    expect([...nodesWith(seen, ["a-0", "nowhere"])]).toEqual(["a"]);
    expect([...nodesWith(undefined, ["a-0"])]).toEqual([]);
  });
});

describe("the editor", () => {
  const diagram: Diagram = {
    nodes: [
      { id: "node-2", title: "a", layer: "data", binding: { selectors: [], resources: [] }, position: null },
    ],
    edges: [],
  };
  const placed = placeDiagram(diagram, new Map([["node-2", { x: 12, y: 40 }]]));

  it("begins with every node where it stands", () => {
    expect(freeze(diagram, placed).nodes[0]?.position).toEqual({ x: 12, y: 40 });
  });

  it("finds an id that is free", () => {
    expect(freeId(diagram)).toBe("node-3");
  });

  it("moves a node by keys, and from the upper edge of its lane into the lane above", () => {
    const right = nudged(placed, "node-2", 8, 0);
    expect(right).toEqual({
      kind: "move",
      to: [{ id: "node-2", layer: "data", position: { x: 20, y: 40 } }],
    });
    const atTop = freeze(diagram, placeDiagram(diagram, new Map([["node-2", { x: 0, y: 0 }]])));
    const up = nudged(placeDiagram(atTop, new Map()), "node-2", 0, -8);
    const moved = up && doEdit(beginEditing(atTop), up).present.nodes[0];
    expect(moved).toMatchObject({ layer: "middleware", position: { x: 0, y: 0 } });
  });
});

describe("the time track", () => {
  const range = { from: 0, to: 100_000 };

  it("has a bar for what fired on the diagram's resources, still open ones up to its end", () => {
    const episode = (id: string, firedAt: number | null, resolvedAt: number | null, resource?: string) => ({
      ...alarm("warning", "firing"),
      id,
      state: "firing" as const,
      labels: resource === undefined ? ({} as Record<string, string>) : { resource },
      firedAt,
      resolvedAt,
      lastSeenAt: 0,
      lastValue: null,
      acknowledgedAt: null,
      acknowledgedBy: null,
    });
    const bars = alarmBars(
      [
        episode("open", 50_000, null, "a"),
        episode("past", 10_000, 20_000, "a"),
        episode("never", null, 20_000, "a"),
        episode("elsewhere", 10_000, 20_000, "z"),
        episode("before", -10, -5, "a"),
      ],
      new Set(["a"]),
      range,
    );
    expect(bars.map(({ id, left, width }) => [id, left, width])).toEqual([
      ["open", 0.5, 0.5],
      ["past", 0.1, 0.1],
    ]);
    expect(faultBars([], new Set(["a"]), range)).toEqual([]);
  });

  it("has a gap where nothing was heard, and none where samples come as they should", () => {
    const t = Float64Array.from([0, 10_000, 20_000, 60_000, 70_000, 80_000, 90_000, 100_000]);
    expect(gapBars(t, 10_000, range).map(({ left, width }) => [left, width])).toEqual([[0.3, 0.2]]);
    expect(gapBars([], 10_000, range)).toMatchObject([{ left: 0, width: 1 }]);
  });

  it("looks no closer than the coarsest history has samples", () => {
    expect(trackStep({ from: 0, to: HOUR_MS })).toBe(15_000);
    expect(trackStep({ from: 0, to: 336 * HOUR_MS }) % 15_000).toBe(0);
  });
});
