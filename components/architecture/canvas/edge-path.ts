import { NODE_HEIGHT, NODE_WIDTH } from "../layout/geometry";

export interface EdgeCurve {
  /** In SVG's path language. */
  data: string;
  /** The same without bends, for when bends cannot be seen. */
  straight: string;
  middle: { x: number; y: number };
  /** Where the arrow's point is, and which way it shows, in radians. */
  end: { x: number; y: number; angle: number };
  box: { x0: number; y0: number; x1: number; y1: number };
}

interface Corner {
  x: number;
  y: number;
}

/** How far a line runs straight on before it bends. */
const REACH_MIN = 28;

/** From the lower edge of one node to the upper edge of another; between nodes of one row, or upwards, from side to side. */
export function edgeCurve(source: Corner, destination: Corner): EdgeCurve {
  const isDown = destination.y > source.y + NODE_HEIGHT / 2;
  const right = destination.x >= source.x;
  const [x0, y0] = isDown
    ? [source.x + NODE_WIDTH / 2, source.y + NODE_HEIGHT]
    : [source.x + (right ? NODE_WIDTH : 0), source.y + NODE_HEIGHT / 2];
  const [x1, y1] = isDown
    ? [destination.x + NODE_WIDTH / 2, destination.y]
    : [destination.x + (right ? 0 : NODE_WIDTH), destination.y + NODE_HEIGHT / 2];
  const reach = Math.max(REACH_MIN, (isDown ? y1 - y0 : Math.abs(x1 - x0)) * 0.4);
  const side = right ? reach : -reach;
  const [cx0, cy0, cx1, cy1] = isDown ? [x0, y0 + reach, x1, y1 - reach] : [x0 + side, y0, x1 - side, y1];
  return {
    data: `M${x0} ${y0}C${cx0} ${cy0} ${cx1} ${cy1} ${x1} ${y1}`,
    straight: `M${x0} ${y0}L${x1} ${y1}`,
    // A cubic at half its way: (p0 + 3 c0 + 3 c1 + p1) / 8.
    middle: { x: (x0 + 3 * cx0 + 3 * cx1 + x1) / 8, y: (y0 + 3 * cy0 + 3 * cy1 + y1) / 8 },
    end: { x: x1, y: y1, angle: isDown ? Math.PI / 2 : right ? 0 : Math.PI },
    box: {
      x0: Math.min(x0, x1, cx0, cx1),
      y0: Math.min(y0, y1, cy0, cy1),
      x1: Math.max(x0, x1, cx0, cx1),
      y1: Math.max(y0, y1, cy0, cy1),
    },
  };
}
