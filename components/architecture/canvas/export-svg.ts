import { drawScene } from "./draw-scene";
import { CanvasPainter } from "./canvas-painter";
import type { Palette } from "./palette";
import type { Scene } from "./scene";
import { SvgPainter } from "./svg-painter";

/** The whole scene as an SVG file, in the colours of the page. */
export function exportSvg(scene: Scene, palette: Palette, title: string): string {
  const context = document.createElement("canvas").getContext("2d");
  const ruler = context && new CanvasPainter(context, palette.font);
  const painter = new SvgPainter(
    palette.font,
    // Without a ruler no text is cut.
    (text, size, bold) => ruler?.measure(text, size, bold) ?? 0,
  );
  const box = { x: scene.x, y: 0, width: scene.width, height: scene.height };
  painter.rect(box.x, box.y, box.width, box.height, 0, { fill: palette.bg });
  drawScene(painter, scene, palette, {
    frame: { x0: -Infinity, y0: -Infinity, x1: Infinity, y1: Infinity },
    zoom: 1,
    detail: "all",
  });
  return painter.finish(box, title);
}
