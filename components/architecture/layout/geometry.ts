import { LAYERS, type Layer } from "@/lib/resources/constants";
import type { Diagram, Position } from "@/lib/architecture/schemas";

/** Pixels of the diagram at its natural size, on the 4-px grid. */
export const NODE_WIDTH = 184;
export const NODE_HEIGHT = 64;
export const NODE_GAP_X = 28;
export const NODE_GAP_Y = 44;
const LANE_PADDING = 28;
/** Left of the lanes stand their names. */
export const LANE_LABEL_WIDTH = 96;

/** Where nodes are put that nobody has placed: x absolute, y from the top of the lane. */
export type Layout = ReadonlyMap<string, Position>;

export interface PlacedNode {
  id: string;
  layer: Layer;
  x: number;
  /** From the top of the diagram. */
  y: number;
}

export interface PlacedLane {
  layer: Layer;
  y: number;
  height: number;
}

export interface PlacedDiagram {
  nodes: ReadonlyMap<string, PlacedNode>;
  lanes: readonly PlacedLane[];
  x: number;
  width: number;
  height: number;
}

/**
 * Puts the lanes under each other, as high as their nodes need, and the nodes into them. A node without a place of its own
 * gets that of the layout, and one that the layout does not know yet the next free place at the end of its lane.
 */
export function placeDiagram({ nodes }: Pick<Diagram, "nodes">, layout: Layout): PlacedDiagram {
  const inLane = Map.groupBy(nodes, ({ layer }) => layer);
  const placed = new Map<string, PlacedNode>();
  const lanes: PlacedLane[] = [];
  let top = 0;
  for (const layer of LAYERS) {
    const members = inLane.get(layer) ?? [];
    let end = 0;
    for (const { position, id } of members)
      end = Math.max(end, ((position ?? layout.get(id))?.x ?? -Infinity) + NODE_WIDTH + NODE_GAP_X);
    let bottom = 0;
    for (const { id, position } of members) {
      let at = position ?? layout.get(id);
      if (at === undefined) {
        at = { x: end, y: 0 };
        end += NODE_WIDTH + NODE_GAP_X;
      }
      placed.set(id, { id, layer, x: at.x, y: top + LANE_PADDING + at.y });
      bottom = Math.max(bottom, at.y + NODE_HEIGHT);
    }
    const height = Math.max(NODE_HEIGHT, bottom) + 2 * LANE_PADDING;
    lanes.push({ layer, y: top, height });
    top += height;
  }
  const xs = [...placed.values()].map(({ x }) => x);
  const left = xs.length === 0 ? 0 : Math.min(...xs);
  const right = xs.length === 0 ? NODE_WIDTH : Math.max(...xs) + NODE_WIDTH;
  const x = left - LANE_PADDING - LANE_LABEL_WIDTH;
  return { nodes: placed, lanes, x, width: right + LANE_PADDING - x, height: top };
}

/** The lane and the place in it of a node whose upper left corner is at (x, y); above the first lane is in the first. */
export function positionAt(
  lanes: readonly PlacedLane[],
  x: number,
  y: number,
): { layer: Layer; position: Position } {
  const middle = y + NODE_HEIGHT / 2;
  const lane = lanes.findLast((one) => middle >= one.y) ?? lanes[0];
  const inLane = y - (lane?.y ?? 0) - LANE_PADDING;
  return {
    layer: lane?.layer ?? "access",
    position: { x: snap(x), y: Math.max(0, snap(inLane)) },
  };
}

const GRID = 4;
const snap = (value: number): number => Math.round(value / GRID) * GRID;
