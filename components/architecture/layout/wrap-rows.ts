import type { Layer } from "@/lib/resources/constants";
import type { Position } from "@/lib/architecture/schemas";
import { NODE_GAP_X, NODE_GAP_Y, NODE_HEIGHT, NODE_WIDTH } from "./geometry";

export interface LaidOutNode {
  id: string;
  layer: Layer;
  x: number;
  /** Infinity: below everything that has a height, in rows of their own. */
  y: number;
}

/**
 * How many nodes stand beside each other at most: about the root of all, so that the whole is as wide as a screen is, as a
 * node with its gaps is twice as wide as high. Our choice.
 */
const ROW_MIN = 10;
const rowMaxOf = (count: number): number => Math.max(ROW_MIN, Math.ceil(Math.sqrt(count)));

const PITCH = NODE_WIDTH + NODE_GAP_X;

/**
 * Positions in lanes out of a layered layout. Nodes of one height stay in their order in one row, drawn together to the
 * width of the longest; a row that is too long is cut into several of equal length, one under the other.
 */
export function wrapRows(nodes: readonly LaidOutNode[]): Map<string, Position> {
  const positions = new Map<string, Position>();
  const rowMax = rowMaxOf(nodes.length);
  const [left, right] = extentOf(nodes);
  const squeeze = Math.min(1, ((rowMax - 1) * PITCH) / Math.max(1, right - left));
  const centre = (rowMax * PITCH) / 2;
  for (const lane of Map.groupBy(nodes, ({ layer }) => layer).values()) {
    let y = 0;
    const rows = [...Map.groupBy(lane, (node) => Math.round(node.y)).entries()].sort(([a], [b]) => a - b);
    for (const [height, row] of rows) {
      const ordered = row.toSorted((a, b) => a.x - b.x || (a.id < b.id ? -1 : 1));
      for (const part of cut(ordered, rowMax)) {
        const keepsPlaces = part.length === ordered.length && Number.isFinite(height);
        const wanted = part.map((node, index) =>
          keepsPlaces
            ? (node.x - left) * squeeze
            : centre - (part.length * PITCH - NODE_GAP_X) / 2 + index * PITCH,
        );
        for (const [index, x] of spread(wanted).entries())
          positions.set(part[index]?.id ?? "", { x: Math.round(x), y });
        y += NODE_HEIGHT + NODE_GAP_Y;
      }
    }
  }
  return positions;
}

/** From the leftmost to the rightmost of the nodes that the layout has joined. */
function extentOf(nodes: readonly LaidOutNode[]): [number, number] {
  const xs = nodes.filter(({ y }) => Number.isFinite(y)).map(({ x }) => x);
  return xs.length === 0 ? [0, 0] : [Math.min(...xs), Math.max(...xs)];
}

/** Pushes places apart that are too close, to the right, and the row as a whole back by what it was pushed on average. */
function spread(wanted: readonly number[]): number[] {
  const apart: number[] = [];
  for (const x of wanted) apart.push(Math.max(x, (apart.at(-1) ?? -Infinity) + PITCH));
  const pushed = apart.reduce((sum, x, index) => sum + x - (wanted[index] ?? x), 0) / (apart.length || 1);
  return apart.map((x) => x - pushed);
}

function cut<T>(row: readonly T[], rowMax: number): T[][] {
  const count = Math.ceil(row.length / rowMax);
  const length = Math.ceil(row.length / count);
  return Array.from({ length: count }, (_, index) => row.slice(index * length, (index + 1) * length));
}
