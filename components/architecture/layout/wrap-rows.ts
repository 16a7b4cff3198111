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

/** More nodes beside each other than this are read like a list, and make all else small. Our choice: a wide screen's width. */
const ROW_MAX = 14;

/**
 * Positions in lanes out of a layered layout. Nodes of one height stay in their order in one row; a row that is too long is
 * cut into several of equal length, one under the other.
 */
export function wrapRows(nodes: readonly LaidOutNode[]): Map<string, Position> {
  const positions = new Map<string, Position>();
  const centre = centreOf(nodes);
  for (const lane of Map.groupBy(nodes, ({ layer }) => layer).values()) {
    let y = 0;
    const rows = [...Map.groupBy(lane, (node) => Math.round(node.y)).entries()].sort(([a], [b]) => a - b);
    for (const [y0, row] of rows) {
      const ordered = row.toSorted((a, b) => a.x - b.x || (a.id < b.id ? -1 : 1));
      for (const part of cut(ordered)) {
        const pitch = NODE_WIDTH + NODE_GAP_X;
        const isWhole = part.length === ordered.length && Number.isFinite(y0);
        const left = centre - (part.length * pitch - NODE_GAP_X) / 2;
        for (const [index, node] of part.entries())
          positions.set(node.id, { x: Math.round(isWhole ? node.x : left + index * pitch), y });
        y += NODE_HEIGHT + NODE_GAP_Y;
      }
    }
  }
  return positions;
}

/** Of the rows that stay as they are: the others gather around it. */
function centreOf(nodes: readonly LaidOutNode[]): number {
  const rows = [...Map.groupBy(nodes, (node) => Math.round(node.y)).values()];
  const whole = rows.filter((row) => row.length <= ROW_MAX && row.some(({ y }) => Number.isFinite(y))).flat();
  const xs = (whole.length > 0 ? whole : nodes).map(({ x }) => x);
  return xs.length === 0 ? 0 : (Math.min(...xs) + Math.max(...xs) + NODE_WIDTH) / 2;
}

function cut<T>(row: readonly T[]): T[][] {
  const count = Math.ceil(row.length / ROW_MAX);
  const length = Math.ceil(row.length / count);
  return Array.from({ length: count }, (_, index) => row.slice(index * length, (index + 1) * length));
}
