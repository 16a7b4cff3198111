export type Direction = "left" | "right" | "up" | "down";

interface Point {
  id: string;
  x: number;
  y: number;
}

/** Being aside counts twice as much as being far, so that an arrow key follows rows and columns. Our choice. */
const ASIDE = 2;

/** The next node in a direction, as arrow keys go from one to another; null: there is none. */
export function nearestIn(direction: Direction, from: Point, nodes: readonly Point[]): string | null {
  let best: { id: string; cost: number } | null = null;
  for (const node of nodes) {
    const [dx, dy] = [node.x - from.x, node.y - from.y];
    const along = { left: -dx, right: dx, up: -dy, down: dy }[direction];
    const aside = Math.abs(direction === "left" || direction === "right" ? dy : dx);
    if (along <= 0 || node.id === from.id) continue;
    const cost = along + ASIDE * aside;
    if (best === null || cost < best.cost) best = { id: node.id, cost };
  }
  return best?.id ?? null;
}
