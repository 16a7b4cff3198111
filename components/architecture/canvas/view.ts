/** How the diagram lies on the screen: `screen = diagram * k + (x, y)`. */
export interface View {
  x: number;
  y: number;
  k: number;
}

export interface Size {
  width: number;
  height: number;
}

/** From an overview of a thousand nodes to a node as wide as a phone. */
export const ZOOM_MIN = 0.04;
export const ZOOM_MAX = 2.5;
const clampZoom = (k: number): number => Math.min(ZOOM_MAX, Math.max(ZOOM_MIN, k));

/** Zooms by a factor, with the point under (x, y) staying where it is. */
export function zoomAt(view: View, factor: number, x: number, y: number): View {
  const k = clampZoom(view.k * factor);
  const ratio = k / view.k;
  return { k, x: x - (x - view.x) * ratio, y: y - (y - view.y) * ratio };
}

export const panBy = (view: View, dx: number, dy: number): View => ({
  ...view,
  x: view.x + dx,
  y: view.y + dy,
});

/** All of it, in the middle, with a margin; never larger than natural. */
export function fitView(screen: Size, box: Size & { x: number; y: number }, margin = 16): View {
  const k = clampZoom(
    Math.min(1, (screen.width - 2 * margin) / box.width, (screen.height - 2 * margin) / box.height),
  );
  return {
    k,
    x: (screen.width - box.width * k) / 2 - box.x * k,
    y: (screen.height - box.height * k) / 2 - box.y * k,
  };
}

/** The least shift that brings a box of the diagram on the screen. */
export function reveal(view: View, screen: Size, box: Size & { x: number; y: number }, margin = 24): View {
  const [left, top] = [box.x * view.k + view.x, box.y * view.k + view.y];
  return panBy(
    view,
    shift(left, box.width * view.k, screen.width, margin),
    shift(top, box.height * view.k, screen.height, margin),
  );
}

function shift(start: number, length: number, room: number, margin: number): number {
  if (start < margin) return margin - start;
  const over = start + length - (room - margin);
  return over > 0 ? -Math.min(over, start - margin) : 0;
}

/** From the screen to the diagram. */
export const toDiagram = (view: View, x: number, y: number): { x: number; y: number } => ({
  x: (x - view.x) / view.k,
  y: (y - view.y) / view.k,
});
