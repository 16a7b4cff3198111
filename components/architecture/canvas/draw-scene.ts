import type { Status } from "@/components/ui/status";
import { NODE_HEIGHT, NODE_WIDTH } from "../layout/geometry";
import { type EdgeCurve, edgeCurve } from "./edge-path";
import type { Painter } from "./painter";
import type { Palette } from "./palette";
import type { Scene, SceneBadge, SceneEdge, SceneNode } from "./scene";

/** How much can be seen: shapes alone, names and figures, or everything. Bounds are where the next texts become legible. */
export type Detail = "shapes" | "names" | "all";
export const detailAt = (zoom: number): Detail => (zoom < 0.32 ? "shapes" : zoom < 0.62 ? "names" : "all");

/** The part of the diagram that is on the screen. */
export interface Frame {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** Silhouettes of `StatusShape`, in a square of 12. */
const SHAPES: Record<Status, string> = {
  ok: "M1.5 6C1.5 3.5 3.5 1.5 6 1.5C8.5 1.5 10.5 3.5 10.5 6C10.5 8.5 8.5 10.5 6 10.5C3.5 10.5 1.5 8.5 1.5 6Z",
  info: "M2 2L10 2L10 10L2 10Z",
  warning: "M6 1L11.4 10.6L.6 10.6Z",
  critical: "M6 .2L11.8 6L6 11.8L.2 6Z",
  // A broken square: its gaps are in the path, as dashes of a canvas cost several times as much.
  unknown:
    "M4 1.75L1.75 1.75L1.75 4M8 1.75L10.25 1.75L10.25 4M10.25 8L10.25 10.25L8 10.25M4 10.25L1.75 10.25L1.75 8M5.4 1.75L6.6 1.75M5.4 10.25L6.6 10.25M1.75 5.4L1.75 6.6M10.25 5.4L10.25 6.6",
};

/** A bolt, a bell, a shield and a broken link, in a square of 12. */
const BADGE_SHAPES: Record<SceneBadge["kind"], string> = {
  fault: "M7 .5L2 7L5.4 7L4.6 11.5L10 5L6.5 5Z",
  alarm:
    "M6 .8C8.4 .8 9.6 2.6 9.6 5L9.6 7.4L11 9.4L1 9.4L2.4 7.4L2.4 5C2.4 2.6 3.6 .8 6 .8ZM4.6 10L7.4 10L6 11.6Z",
  risk: "M6 .5L11 2.4L11 6C11 8.8 8.8 10.8 6 11.6C3.2 10.8 1 8.8 1 6L1 2.4Z",
  missing: "M1 4.5L5 4.5L5 7.5L1 7.5ZM7 4.5L11 4.5L11 7.5L7 7.5Z",
};
const ARROW = "M0 0L-7 3.6L-7 -3.6Z";
const ARROWS = { down: "M0 0L3.6 -7L-3.6 -7Z", right: ARROW, left: "M0 0L7 3.6L7 -3.6Z" };

const FADED = 0.22;
const curves = new WeakMap<Scene, EdgeCurve[]>();

/** Curves of a scene, worked out once: a scene never changes. */
function curvesOf(scene: Scene): EdgeCurve[] {
  const known = curves.get(scene);
  if (known) return known;
  const byId = new Map(scene.nodes.map((node) => [node.id, node]));
  const origin = { x: 0, y: 0 };
  const made = scene.edges.map(({ source, destination }) =>
    edgeCurve(byId.get(source) ?? origin, byId.get(destination) ?? origin),
  );
  curves.set(scene, made);
  return made;
}

export interface DrawOptions {
  frame: Frame;
  zoom: number;
  detail?: Detail;
  /** In a picture that stands for a moment only, broken lines are whole: dashes take longer than all else together. */
  isMoving?: boolean;
}

/** Draws what of a scene is in the frame, with as much detail as can be seen at this zoom. */
export function drawScene(
  painter: Painter,
  scene: Scene,
  palette: Palette,
  { frame, zoom, detail = detailAt(zoom), isMoving = false }: DrawOptions,
): void {
  drawLanes(painter, scene, palette, zoom, frame);
  const all = curvesOf(scene);
  for (const [index, edge] of scene.edges.entries()) {
    const curve = all[index];
    if (curve && overlaps(curve.box, frame))
      drawEdge(painter, edge, curve, palette, { zoom, detail, isMoving });
  }
  for (const node of scene.nodes) if (isInside(node, frame)) drawNode(painter, node, palette, zoom, detail);
  if (detail === "shapes") return;
  for (const [index, edge] of scene.edges.entries()) {
    const curve = all[index];
    if (curve && edge.label !== "" && overlaps(curve.box, frame))
      painter.text(edge.label, curve.middle.x, curve.middle.y + 4, {
        fill: palette.fg,
        // As large on the screen as anywhere, however small the diagram is.
        size: Math.max(11, Math.round(11 / zoom)),
        align: "center",
        halo: palette.bg,
      });
  }
}

const overlaps = (box: Frame, frame: Frame): boolean =>
  box.x1 >= frame.x0 && box.x0 <= frame.x1 && box.y1 >= frame.y0 && box.y0 <= frame.y1;

const isInside = ({ x, y }: SceneNode, frame: Frame): boolean =>
  overlaps({ x0: x, y0: y, x1: x + NODE_WIDTH, y1: y + NODE_HEIGHT }, frame);

function drawLanes(painter: Painter, scene: Scene, palette: Palette, zoom: number, frame: Frame): void {
  for (const [index, lane] of scene.lanes.entries()) {
    painter.rect(scene.x, lane.y, scene.width, lane.height, 0, {
      fill: index % 2 === 0 ? palette.surface : palette.bg,
      alpha: 0.6,
    });
    painter.path(`M${scene.x} ${lane.y}L${scene.x + scene.width} ${lane.y}`, {
      stroke: palette.line,
      width: 1 / zoom,
    });
    // The name stays on the screen while its lane is, and as large as on any page.
    const size = Math.max(11, 11 / zoom);
    const x = Math.max(scene.x, frame.x0) + 12 / Math.max(zoom, 0.5);
    if (size < lane.height)
      painter.text(lane.label, x, lane.y + size * 1.5, { fill: palette.faint, size, bold: true });
  }
}

function drawEdge(
  painter: Painter,
  edge: SceneEdge,
  curve: EdgeCurve,
  palette: Palette,
  { zoom, detail, isMoving }: { zoom: number; detail: Detail; isMoving: boolean },
): void {
  const faded = edge.emphasis === "faded";
  const strong = edge.emphasis === "related" || edge.emphasis === "hit";
  const colour = edgeColour(edge, palette);
  const dash = DASH[edge.kind];
  const width = Math.max(edge.width * (strong ? 1.5 : 1), 0.7 / zoom);
  const isPlain = detail === "shapes";
  painter.path(isPlain ? curve.straight : curve.data, {
    stroke: colour,
    width,
    ...(dash && !isPlain && !isMoving ? { dash } : {}),
    ...(faded ? { alpha: FADED } : strong ? {} : { alpha: 0.75 }),
  });
  if (isPlain || edge.kind === "host") return;
  const { x, y, angle } = curve.end;
  const arrow = angle === 0 ? ARROWS.right : angle === Math.PI ? ARROWS.left : ARROWS.down;
  painter.path(arrow, { fill: colour, ...(faded ? { alpha: FADED } : {}) }, { x, y, scale: 1 });
}

const DASH: Partial<Record<SceneEdge["kind"], readonly number[]>> = {
  silent: [6, 4],
  undrawn: [2, 3],
  host: [1, 4],
};

function edgeColour({ kind, status, emphasis }: SceneEdge, palette: Palette): string {
  if (status === "critical" || status === "warning") return palette[status];
  if (emphasis === "hit") return palette.critical;
  if (emphasis === "related") return palette.accent;
  return kind === "undrawn" ? palette.info : palette.lineStrong;
}

function drawNode(painter: Painter, node: SceneNode, palette: Palette, zoom: number, detail: Detail): void {
  const { x, y, status, emphasis } = node;
  const alpha = emphasis === "faded" ? FADED : 1;
  const colour = palette[status];
  const isBad = status === "critical" || status === "warning";
  if (detail === "shapes") {
    painter.rect(x, y, NODE_WIDTH, NODE_HEIGHT, 0, { fill: palette.raised, alpha });
    painter.rect(x, y, NODE_WIDTH, NODE_HEIGHT, 0, { fill: colour, alpha: alpha * (isBad ? 0.4 : 0.12) });
  } else {
    painter.rect(x, y, NODE_WIDTH, NODE_HEIGHT, 4, { fill: palette.raised, alpha });
    if (isBad) painter.rect(x, y, NODE_WIDTH, NODE_HEIGHT, 4, { fill: colour, alpha: alpha * 0.22 });
    painter.rect(x, y, NODE_WIDTH, NODE_HEIGHT, 4, {
      stroke: isBad ? colour : palette.lineStrong,
      width: isBad ? 1.75 : 1,
      alpha,
      // The zoom of "all" has few nodes on the screen.
      ...((node.hollow || node.stale) && detail === "all" ? { dash: [4, 3] } : {}),
    });
  }
  if (emphasis === "selected" || emphasis === "hit")
    painter.rect(x - 4, y - 4, NODE_WIDTH + 8, NODE_HEIGHT + 8, 7, {
      stroke: emphasis === "hit" ? palette.critical : palette.accent,
      width: Math.max(2, 1.6 / zoom),
      ...(emphasis === "hit" ? { dash: [6, 4] } : {}),
    });
  if (detail === "shapes") {
    // As large on the screen as can still be told apart.
    const scale = Math.min(NODE_HEIGHT / 14, Math.max(1, 9 / 12 / zoom));
    drawShape(
      painter,
      status,
      x + NODE_WIDTH / 2 - 6 * scale,
      y + NODE_HEIGHT / 2 - 6 * scale,
      scale,
      colour,
      alpha,
    );
    return;
  }
  const isSmall = detail === "names";
  drawShape(painter, status, x + 9, y + 9, isSmall ? 1.4 : 1, colour, alpha);
  // The smaller the whole, the larger its letters, as long as they can be read at all.
  const size = isSmall ? 19 : 13;
  const left = isSmall ? 31 : 26;
  const room = NODE_WIDTH - left - 6 - badgesWidth(node, detail);
  painter.text(ellipsis(painter, node.title, room, size, true), x + left, y + (isSmall ? 24 : 20), {
    fill: palette.fg,
    size,
    bold: true,
    alpha,
  });
  drawBadges(painter, node, palette, detail, alpha);
  if (isSmall) {
    painter.text(node.figure, x + 10, y + 53, {
      fill: isBad ? colour : palette.fg,
      size,
      bold: true,
      alpha,
    });
    return;
  }
  painter.text(node.figure, x + NODE_WIDTH - 10, y + 55, {
    fill: isBad ? colour : palette.fg,
    size: 13,
    bold: true,
    align: "right",
    alpha,
  });
  const noteRoom = NODE_WIDTH - 28 - painter.measure(node.figure, 13, true);
  painter.text(ellipsis(painter, node.subtitle, NODE_WIDTH - 20, 11, false), x + 10, y + 37, {
    fill: palette.muted,
    size: 11,
    alpha,
  });
  painter.text(ellipsis(painter, node.note, noteRoom, 11, false), x + 10, y + 55, {
    fill: palette.muted,
    size: 11,
    alpha,
  });
}

function drawShape(
  painter: Painter,
  status: Status,
  x: number,
  y: number,
  scale: number,
  colour: string,
  alpha: number,
): void {
  const paint = status === "unknown" ? { stroke: colour, width: 1.5 } : { fill: colour };
  painter.path(SHAPES[status], { ...paint, alpha }, { x, y, scale });
}

const BADGE_WIDTH = 26;
const SMALL_BADGE_WIDTH = 19;
const badgesWidth = ({ badges }: SceneNode, detail: Detail): number =>
  badges.length * (detail === "all" ? BADGE_WIDTH : SMALL_BADGE_WIDTH) + 4;

function drawBadges(
  painter: Painter,
  node: SceneNode,
  palette: Palette,
  detail: Detail,
  alpha: number,
): void {
  let right = node.x + NODE_WIDTH - 8;
  for (const { kind, status, count } of node.badges.toReversed()) {
    const fill = palette[status];
    if (detail === "all") {
      const text = count > COUNT_MAX ? `${COUNT_MAX}+` : String(count);
      painter.text(text, right, node.y + 19, { fill, size: 10, bold: true, align: "right", alpha });
      const at = { x: right - 13 - (count > 9 ? 5 : 0), y: node.y + 9.5, scale: 0.92 };
      painter.path(BADGE_SHAPES[kind], { fill, alpha }, at);
      right -= BADGE_WIDTH;
    } else {
      const at = { x: right - 15, y: node.y + 9, scale: 1.35 };
      painter.path(BADGE_SHAPES[kind], { fill, alpha }, at);
      right -= SMALL_BADGE_WIDTH;
    }
  }
}

/** What has room beside its sign. */
const COUNT_MAX = 99;

const ellipses = new Map<string, string>();
const ELLIPSES_MAX = 8_000;

/** As much of a text as there is room for. */
function ellipsis(painter: Painter, text: string, room: number, size: number, bold: boolean): string {
  if (painter.measure(text, size, bold) <= room) return text;
  const key = `${Math.round(room)} ${size}${bold ? "b" : ""} ${text}`;
  const known = ellipses.get(key);
  if (known !== undefined) return known;
  const letters = Array.from(text);
  let [low, high] = [0, letters.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (painter.measure(`${letters.slice(0, middle).join("")}…`, size, bold) <= room) low = middle;
    else high = middle - 1;
  }
  const cut = low === 0 ? "" : `${letters.slice(0, low).join("")}…`;
  if (ellipses.size >= ELLIPSES_MAX) ellipses.clear();
  ellipses.set(key, cut);
  return cut;
}
