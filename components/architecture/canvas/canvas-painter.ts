import type { Paint, Painter, TextPaint } from "./painter";

/** Paths and widths of texts are asked for again in every frame. */
const PATHS_MAX = 8_000;
const WIDTHS_MAX = 8_000;

/** Draws on a canvas, whose transform is that of the view. */
export class CanvasPainter implements Painter {
  readonly #paths = new Map<string, Path2D>();
  readonly #widths = new Map<string, number>();
  readonly #context: CanvasRenderingContext2D;
  #font = "";

  constructor(
    context: CanvasRenderingContext2D,
    readonly font: string,
  ) {
    this.#context = context;
  }

  /** A canvas that was resized has forgotten its font. */
  reset(): void {
    this.#font = "";
  }

  rect(x: number, y: number, width: number, height: number, radius: number, paint: Paint): void {
    const context = this.#context;
    this.#apply(paint);
    if (radius > 0) {
      context.beginPath();
      context.roundRect(x, y, width, height, radius);
      if (paint.fill !== undefined) context.fill();
      if (paint.stroke !== undefined) context.stroke();
    } else {
      if (paint.fill !== undefined) context.fillRect(x, y, width, height);
      if (paint.stroke !== undefined) context.strokeRect(x, y, width, height);
    }
    this.#release(paint);
  }

  path(data: string, paint: Paint, at?: { x: number; y: number; scale: number }): void {
    const context = this.#context;
    let path = this.#paths.get(data);
    if (path === undefined) {
      if (this.#paths.size >= PATHS_MAX) this.#paths.clear();
      path = new Path2D(data);
      this.#paths.set(data, path);
    }
    this.#apply(paint);
    if (at) {
      context.translate(at.x, at.y);
      context.scale(at.scale, at.scale);
    }
    if (paint.fill !== undefined) context.fill(path);
    if (paint.stroke !== undefined) context.stroke(path);
    if (at) {
      context.scale(1 / at.scale, 1 / at.scale);
      context.translate(-at.x, -at.y);
    }
    this.#release(paint);
  }

  text(text: string, x: number, y: number, paint: TextPaint): void {
    const context = this.#context;
    const { alpha = 1, align = "left" } = paint;
    if (alpha !== 1) context.globalAlpha = alpha;
    this.#setFont(paint.size, paint.bold ?? false);
    if (context.textAlign !== align) context.textAlign = align;
    if (paint.halo !== undefined) {
      context.strokeStyle = paint.halo;
      context.lineWidth = 4;
      context.lineJoin = "round";
      context.strokeText(text, x, y);
    }
    context.fillStyle = paint.fill;
    context.fillText(text, x, y);
    if (alpha !== 1) context.globalAlpha = 1;
  }

  measure(text: string, size: number, bold: boolean): number {
    const key = `${bold ? "b" : ""}${size} ${text}`;
    const known = this.#widths.get(key);
    if (known !== undefined) return known;
    if (this.#widths.size >= WIDTHS_MAX) this.#widths.clear();
    this.#setFont(size, bold);
    const { width } = this.#context.measureText(text);
    this.#widths.set(key, width);
    return width;
  }

  /** To set a font is to parse a text: only where it is another one. */
  #setFont(size: number, bold: boolean): void {
    const font = `${bold ? "600 " : ""}${size}px ${this.font}`;
    if (font === this.#font) return;
    this.#font = font;
    this.#context.font = font;
  }

  #apply({ fill, stroke, width = 1, dash, alpha }: Paint): void {
    const context = this.#context;
    if (alpha !== undefined) context.globalAlpha = alpha;
    if (fill !== undefined) context.fillStyle = fill;
    if (stroke === undefined) return;
    context.strokeStyle = stroke;
    context.lineWidth = width;
    if (dash) context.setLineDash([...dash]);
  }

  #release({ dash, alpha }: Paint): void {
    if (dash) this.#context.setLineDash([]);
    if (alpha !== undefined) this.#context.globalAlpha = 1;
  }
}
