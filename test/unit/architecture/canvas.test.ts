import { assert, constantFrom, double, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { detailAt, drawScene } from "@/components/architecture/canvas/draw-scene";
import { edgeCurve } from "@/components/architecture/canvas/edge-path";
import { nearestIn } from "@/components/architecture/canvas/nearest";
import type { Palette } from "@/components/architecture/canvas/palette";
import type { Scene, SceneNode } from "@/components/architecture/canvas/scene";
import { SvgPainter } from "@/components/architecture/canvas/svg-painter";
import {
  fitView,
  reveal,
  toDiagram,
  ZOOM_MAX,
  ZOOM_MIN,
  zoomAt,
} from "@/components/architecture/canvas/view";
import { NODE_HEIGHT, NODE_WIDTH, placeDiagram, positionAt } from "@/components/architecture/layout/geometry";
import { wrapRows } from "@/components/architecture/layout/wrap-rows";
import type { DiagramNode } from "@/lib/architecture/schemas";

const node = (id: string, over: Partial<DiagramNode> = {}): DiagramNode => ({
  id,
  title: id,
  layer: "business",
  binding: { selectors: [], resources: [] },
  position: null,
  ...over,
});

describe("the view", () => {
  const within = (from: number, to: number) => double({ min: from, max: to, noNaN: true });

  it("keeps the point under the pointer where it is while zooming, within its bounds", () => {
    assert(
      property(within(-500, 500), within(-500, 500), within(0.1, 10), (x, y, factor) => {
        const before = { x: 30, y: -20, k: 0.8 };
        const after = zoomAt(before, factor, x, y);
        expect(after.k).toBeGreaterThanOrEqual(ZOOM_MIN);
        expect(after.k).toBeLessThanOrEqual(ZOOM_MAX);
        const [was, is] = [toDiagram(before, x, y), toDiagram(after, x, y)];
        expect(is.x).toBeCloseTo(was.x, 6);
        expect(is.y).toBeCloseTo(was.y, 6);
      }),
    );
  });

  it("shows all of a large diagram, and never blows up a small one", () => {
    const screen = { width: 800, height: 600 };
    const large = fitView(screen, { x: -100, y: 0, width: 4_000, height: 900 });
    expect(large.k).toBeCloseTo(768 / 4_000);
    expect(toDiagram(large, 16, 300)).toEqual({ x: expect.closeTo(-100), y: expect.closeTo(450) });
    expect(fitView(screen, { x: 0, y: 0, width: 100, height: 50 }).k).toBe(1);
  });

  it("moves just as far as a node needs to be seen", () => {
    const screen = { width: 800, height: 600 };
    const box = { x: 900, y: 100, width: NODE_WIDTH, height: NODE_HEIGHT };
    const moved = reveal({ x: 0, y: 0, k: 1 }, screen, box);
    expect(moved).toEqual({ x: 800 - 24 - (900 + NODE_WIDTH), y: 0, k: 1 });
    expect(reveal(moved, screen, box)).toEqual(moved);
  });
});

describe("placeDiagram", () => {
  it("stacks the lanes in their order, as high as their nodes need", () => {
    const placed = placeDiagram(
      {
        nodes: [
          node("a", { layer: "access", position: { x: 0, y: 0 } }),
          node("b", { layer: "access", position: { x: 0, y: 200 } }),
          node("c", { layer: "data", position: { x: 0, y: 0 } }),
        ],
      },
      new Map(),
    );
    expect(placed.lanes.map(({ layer }) => layer)).toEqual(["access", "business", "middleware", "data"]);
    const [access, business] = placed.lanes;
    expect(access?.height).toBeGreaterThanOrEqual(200 + NODE_HEIGHT);
    expect(business?.y).toBe(access?.height);
    expect(placed.nodes.get("c")?.y).toBeGreaterThan(placed.lanes[3]?.y ?? Infinity);
  });

  it("gives nodes that nobody placed a place of their own", () => {
    const placed = placeDiagram({ nodes: ["a", "b", "c"].map((id) => node(id)) }, new Map());
    const xs = [...placed.nodes.values()].map(({ x }) => x);
    expect(new Set(xs).size).toBe(3);
  });

  it("reads back where it put a node, so that letting go of one moves nothing", () => {
    const nodes = [
      node("a", { layer: "access", position: { x: 40, y: 80 } }),
      node("b", { layer: "data", position: { x: 8, y: 0 } }),
    ];
    const placed = placeDiagram({ nodes }, new Map());
    for (const { id, layer, position } of nodes) {
      const at = placed.nodes.get(id);
      expect(positionAt(placed.lanes, at?.x ?? 0, at?.y ?? 0)).toEqual({ layer, position });
    }
  });

  it("puts what is dropped above everything into the first lane, below everything into the last", () => {
    const { lanes } = placeDiagram({ nodes: [] }, new Map());
    expect(positionAt(lanes, 0, -900)).toEqual({ layer: "access", position: { x: 0, y: 0 } });
    expect(positionAt(lanes, 0, 9_000).layer).toBe("data");
  });
});

describe("wrapRows", () => {
  it("leaves no two nodes on each other, however long a row is", () => {
    const row = Array.from({ length: 45 }, (_, i) => ({
      id: `n${i}`,
      layer: "data" as const,
      x: i * (NODE_WIDTH + 20),
      y: 0,
    }));
    const above = { id: "top", layer: "access" as const, x: 0, y: -200 };
    const host = { id: "host", layer: "data" as const, x: 0, y: Infinity };
    const placed = wrapRows([...row, above, host]);
    const own = [...placed].filter(([id]) => id !== "top").map(([, at]) => at);
    for (const [i, a] of own.entries())
      for (const b of own.slice(i + 1))
        expect(Math.abs(a.x - b.x) >= NODE_WIDTH || Math.abs(a.y - b.y) >= NODE_HEIGHT).toBe(true);
    // Five rows of at most ten, and the host's.
    expect(new Set(own.map(({ y }) => y)).size).toBe(6);
    expect(placed.get("host")?.y).toBe(Math.max(...own.map(({ y }) => y)));
    expect(placed.get("top")?.y).toBe(0);
  });
});

describe("nearestIn", () => {
  const grid = [
    { id: "a", x: 0, y: 0 },
    { id: "b", x: 200, y: 0 },
    { id: "c", x: 0, y: 100 },
    { id: "d", x: 200, y: 100 },
  ];
  it.each([
    ["right", "b"],
    ["down", "c"],
    ["left", null],
    ["up", null],
  ] as const)("goes %s to %s", (direction, id) => {
    expect(nearestIn(direction, grid[0]!, grid)).toBe(id);
  });

  it("never stays where it is", () => {
    assert(
      property(constantFrom("left", "right", "up", "down"), constantFrom(...grid), (direction, from) => {
        expect(nearestIn(direction, from, grid)).not.toBe(from.id);
      }),
    );
  });
});

describe("edgeCurve", () => {
  it("leaves below and arrives above where the way leads down, else goes from side to side", () => {
    const down = edgeCurve({ x: 0, y: 0 }, { x: 300, y: 300 });
    expect(down.end).toEqual({ x: 300 + NODE_WIDTH / 2, y: 300, angle: Math.PI / 2 });
    expect(edgeCurve({ x: 0, y: 0 }, { x: 400, y: 0 }).end).toMatchObject({ x: 400, angle: 0 });
    expect(edgeCurve({ x: 400, y: 0 }, { x: 0, y: 0 }).end).toMatchObject({ x: NODE_WIDTH, angle: Math.PI });
  });
});

const palette: Palette = {
  bg: "#000",
  surface: "#111",
  raised: "#222",
  line: "#333",
  lineStrong: "#444",
  fg: "#fff",
  muted: "#aaa",
  faint: "#999",
  accent: "#99f",
  ok: "#0f0",
  info: "#0ff",
  warning: "#ff0",
  critical: "#f00",
  unknown: "#f0f",
  font: "sans-serif",
};
const shown = (id: string, x: number, over: Partial<SceneNode> = {}): SceneNode => ({
  id,
  x,
  y: 0,
  title: id,
  subtitle: "MySQL · 3",
  figure: "82%",
  note: "80 req/s",
  status: "ok",
  badges: [],
  stale: false,
  hollow: false,
  emphasis: "none",
  ...over,
});
const scene = (nodes: SceneNode[]): Scene => ({
  nodes,
  edges: [],
  lanes: [],
  x: 0,
  width: 1_000,
  height: 100,
});
const everything = { x0: -Infinity, y0: -Infinity, x1: Infinity, y1: Infinity };
const draw = (nodes: SceneNode[], zoom = 1, frame = everything): string => {
  const painter = new SvgPainter("sans-serif", (text, size) => text.length * size * 0.6);
  drawScene(painter, scene(nodes), palette, { frame, zoom });
  return painter.finish({ x: 0, y: 0, width: 1_000, height: 100 }, "t");
};

describe("drawScene", () => {
  it("leaves out what is off the screen", () => {
    const svg = draw([shown("near", 0), shown("far", 5_000)], 1, { x0: 0, y0: 0, x1: 800, y1: 600 });
    expect(svg).toContain(">near<");
    expect(svg).not.toContain(">far<");
  });

  it("draws names while they can be read, and shapes always", () => {
    expect(detailAt(0.2)).toBe("shapes");
    const overview = draw([shown("a", 0, { status: "critical" })], 0.2);
    expect(overview).not.toContain("<text");
    expect(overview).toContain('fill="#f00"');
    expect(draw([shown("a", 0)], 0.5)).not.toContain("80 req/s");
    expect(draw([shown("a", 0)], 1)).toContain(">80 req/s<");
  });

  it("tells conditions by shape too, not by colour alone", () => {
    const shapes = (["ok", "info", "warning", "critical", "unknown"] as const).map(
      (status) => /<path d="([^"]+)"/.exec(draw([shown("a", 0, { status })]))?.[1],
    );
    expect(new Set(shapes).size).toBe(5);
  });

  it("cuts a name that has no room, and lets nothing of a name act in a file", () => {
    const long = draw([shown("a", 0, { title: "x".repeat(200) })]);
    expect(/>(x+…)</.exec(long)?.[1]?.length).toBeLessThan(40);
    expect(draw([shown("a", 0, { title: '<script>"' })])).toContain("&#60;script&#62;&#34;");
  });
});
