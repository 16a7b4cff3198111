import { NODE_HEIGHT, NODE_WIDTH } from "../layout/geometry";
import { CanvasPainter } from "./canvas-painter";
import { drawScene } from "./draw-scene";
import type { Palette } from "./palette";
import type { Scene, SceneNode } from "./scene";
import { fitView, panBy, reveal, type Size, toDiagram, type View, zoomAt } from "./view";

/** What is drawn over the scene while a hand is at work. */
export interface Draft {
  /** A node that is being dragged, and where to. */
  moved?: { id: string; x: number; y: number };
  /** A line that is being drawn from a node. */
  line?: { from: string; x: number; y: number };
}

/** A hand that rests for so long has done its move; our choice, longer than between two turns of a wheel. */
const STILL_AFTER_MS = 150;

/** Draws a scene on a canvas whenever something has changed, once a frame at most. React knows nothing of the frames. */
export class DiagramView {
  readonly #context: CanvasRenderingContext2D;
  #scene: Scene | null = null;
  #palette: Palette;
  #painter: CanvasPainter;
  #view: View = { x: 0, y: 0, k: 1 };
  #size: Size = { width: 0, height: 0 };
  #focused: string | null = null;
  #draft: Draft = {};
  #frame = 0;
  /** Runs while the view moves; at its end everything is drawn. */
  #motion: ReturnType<typeof setTimeout> | undefined;
  /** Until a hand moves it, the view shows all. */
  #isFitted = true;

  constructor(
    readonly canvas: HTMLCanvasElement,
    palette: Palette,
  ) {
    const context = canvas.getContext("2d", { alpha: false });
    if (!context) throw new Error("This browser has no canvas.");
    this.#context = context;
    this.#palette = palette;
    this.#painter = new CanvasPainter(context, palette.font);
  }

  get view(): View {
    return this.#view;
  }

  /** The point of the diagram in the middle of the screen. */
  get middle(): { x: number; y: number } {
    return toDiagram(this.#view, this.#size.width / 2, this.#size.height / 2);
  }

  setScene(scene: Scene): void {
    this.#scene = scene;
    if (this.#isFitted) this.#fit();
    this.redraw();
  }

  setPalette(palette: Palette): void {
    this.#palette = palette;
    this.#painter = new CanvasPainter(this.#context, palette.font);
    this.redraw();
  }

  resize(size: Size, pixelRatio: number): void {
    this.#size = size;
    this.canvas.width = Math.round(size.width * pixelRatio);
    this.canvas.height = Math.round(size.height * pixelRatio);
    this.#painter.reset();
    if (this.#isFitted) this.#fit();
    // A canvas that was resized is empty: what is not drawn now would flash.
    this.#draw();
  }

  fit(): void {
    this.#isFitted = true;
    this.#fit();
    this.redraw();
  }

  #fit(): void {
    if (!this.#scene || this.#size.width === 0) return;
    const { x, width, height } = this.#scene;
    this.#view = fitView(this.#size, { x, y: 0, width, height });
  }

  pan(dx: number, dy: number): void {
    this.#move(panBy(this.#view, dx, dy));
  }

  /** Around a point of the canvas; absent: its middle. */
  zoom(factor: number, at = { x: this.#size.width / 2, y: this.#size.height / 2 }): void {
    this.#move(zoomAt(this.#view, factor, at.x, at.y));
  }

  #move(view: View): void {
    this.#isFitted = false;
    this.#view = view;
    clearTimeout(this.#motion);
    this.#motion = setTimeout(() => {
      this.#motion = undefined;
      this.redraw();
    }, STILL_AFTER_MS);
    this.redraw();
  }

  /** Marks the node that the keyboard is on, and brings it on the screen. */
  focus(id: string | null): void {
    this.#focused = id;
    const node = this.nodeOf(id);
    if (node) {
      const before = this.#view;
      this.#view = reveal(before, this.#size, {
        x: node.x,
        y: node.y,
        width: NODE_WIDTH,
        height: NODE_HEIGHT,
      });
      if (this.#view.x !== before.x || this.#view.y !== before.y) this.#isFitted = false;
    }
    this.redraw();
  }

  setDraft(draft: Draft): void {
    this.#draft = draft;
    this.redraw();
  }

  nodeOf(id: string | null): SceneNode | undefined {
    return this.#scene?.nodes.find((node) => node.id === id);
  }

  /** The node at a point of the canvas; the one that was drawn last lies above. */
  nodeAt(x: number, y: number): SceneNode | undefined {
    const at = toDiagram(this.#view, x, y);
    return this.#scene?.nodes.findLast(
      (node) =>
        at.x >= node.x && at.x <= node.x + NODE_WIDTH && at.y >= node.y && at.y <= node.y + NODE_HEIGHT,
    );
  }

  redraw(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  close(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#motion);
  }

  #draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const { width, height } = this.#size;
    const context = this.#context;
    const ratio = width === 0 ? 1 : this.canvas.width / width;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.globalAlpha = 1;
    context.fillStyle = this.#palette.bg;
    context.fillRect(0, 0, width, height);
    if (!this.#scene) return;
    const { x, y, k } = this.#view;
    context.setTransform(ratio * k, 0, 0, ratio * k, ratio * x, ratio * y);
    const topLeft = toDiagram(this.#view, 0, 0);
    const bottomRight = toDiagram(this.#view, width, height);
    drawScene(this.#painter, this.#withDraft(this.#scene), this.#palette, {
      frame: { x0: topLeft.x, y0: topLeft.y, x1: bottomRight.x, y1: bottomRight.y },
      zoom: k,
      isMoving: this.#motion !== undefined,
    });
    this.#drawOver(k);
    this.canvas.dataset["zoom"] = k.toFixed(3);
  }

  #withDraft(scene: Scene): Scene {
    const { moved } = this.#draft;
    if (!moved) return scene;
    const nodes = scene.nodes.map((node) =>
      node.id === moved.id ? { ...node, x: moved.x, y: moved.y } : node,
    );
    return { ...scene, nodes };
  }

  #drawOver(zoom: number): void {
    const focused = this.nodeOf(this.#focused);
    if (focused)
      this.#painter.rect(focused.x - 7, focused.y - 7, NODE_WIDTH + 14, NODE_HEIGHT + 14, 9, {
        stroke: this.#palette.accent,
        width: 2 / Math.min(1, zoom),
      });
    const { line } = this.#draft;
    const from = this.nodeOf(line?.from ?? null);
    if (line && from)
      this.#painter.path(`M${from.x + NODE_WIDTH / 2} ${from.y + NODE_HEIGHT}L${line.x} ${line.y}`, {
        stroke: this.#palette.accent,
        width: 2 / zoom,
        dash: [6 / zoom, 4 / zoom],
      });
  }
}
