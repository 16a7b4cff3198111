"use client";
import { type RefObject, useEffect, useEffectEvent } from "react";
import type { DiagramView } from "./diagram-view";
import { toDiagram } from "./view";

export interface PointerActions {
  /** A node, or nothing, was pressed and let go. */
  onPick: (id: string | null) => void;
  /** Absent: nodes stay where they are. */
  onMove?: ((id: string, x: number, y: number) => void) | undefined;
  /** Absent: nodes cannot be joined. */
  onConnect?: ((source: string, destination: string) => void) | undefined;
  /** Presses on a node draw a line instead of moving it. */
  isConnecting: boolean;
}

/** A press that moves less than this is a click; the usual slack of a trembling hand. */
const CLICK_PX = 4;
/** How much one notch of a wheel (100 px in most browsers) zooms: a seventh. Our choice. */
const WHEEL_ZOOM = 0.0015;

type Gesture =
  | { kind: "pan" }
  | { kind: "move"; id: string; dx: number; dy: number }
  | { kind: "line"; id: string };

/** Panning, zooming, picking, moving and joining with a mouse, a pen or fingers. */
export function usePointer(
  canvas: RefObject<HTMLCanvasElement | null>,
  view: DiagramView | null,
  actions: PointerActions,
): void {
  const act = useEffectEvent(() => actions);
  useEffect(() => {
    const element = canvas.current;
    if (!element || !view) return undefined;
    const fingers = new Map<number, { x: number; y: number }>();
    let start = { x: 0, y: 0 };
    let gesture: Gesture | null = null;
    let isClick = false;

    const pointOf = (event: MouseEvent): { x: number; y: number } => {
      const box = element.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };
    const begin = (at: { x: number; y: number }): Gesture => {
      const node = view.nodeAt(at.x, at.y);
      const { onMove, onConnect, isConnecting } = act();
      if (!node) return { kind: "pan" };
      if (isConnecting && onConnect) return { kind: "line", id: node.id };
      if (!onMove) return { kind: "pan" };
      const inside = toDiagram(view.view, at.x, at.y);
      return { kind: "move", id: node.id, dx: inside.x - node.x, dy: inside.y - node.y };
    };
    const onDown = (event: PointerEvent): void => {
      if (event.button > 1) return;
      element.setPointerCapture(event.pointerId);
      const at = pointOf(event);
      fingers.set(event.pointerId, at);
      isClick = fingers.size === 1;
      start = at;
      gesture = fingers.size === 1 && event.button === 0 ? begin(at) : { kind: "pan" };
      if (fingers.size > 1) view.setDraft({});
    };
    const onMoveEvent = (event: PointerEvent): void => {
      const before = fingers.get(event.pointerId);
      const at = pointOf(event);
      if (!before) return;
      if (fingers.size === 2) {
        pinch(view, fingers, event.pointerId, before, at);
        fingers.set(event.pointerId, at);
        return;
      }
      fingers.set(event.pointerId, at);
      if (isClick && Math.hypot(at.x - start.x, at.y - start.y) < CLICK_PX) return;
      isClick = false;
      const inside = toDiagram(view.view, at.x, at.y);
      if (gesture?.kind === "pan") view.pan(at.x - before.x, at.y - before.y);
      else if (gesture?.kind === "move")
        view.setDraft({ moved: { id: gesture.id, x: inside.x - gesture.dx, y: inside.y - gesture.dy } });
      else if (gesture?.kind === "line") view.setDraft({ line: { from: gesture.id, ...inside } });
    };
    const onUp = (event: PointerEvent): void => {
      if (!fingers.delete(event.pointerId)) return;
      const at = pointOf(event);
      const { onPick, onMove, onConnect } = act();
      const ended = gesture;
      gesture = fingers.size > 0 ? { kind: "pan" } : null;
      view.setDraft({});
      if (event.type === "pointercancel") return;
      if (isClick) return onPick(view.nodeAt(at.x, at.y)?.id ?? null);
      const inside = toDiagram(view.view, at.x, at.y);
      if (ended?.kind === "move") onMove?.(ended.id, inside.x - ended.dx, inside.y - ended.dy);
      const target = ended?.kind === "line" ? view.nodeAt(at.x, at.y) : undefined;
      if (ended?.kind === "line" && target) onConnect?.(ended.id, target.id);
    };
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      // Two fingers on a pad scroll without a key, and pinch as if Ctrl were held; a wheel zooms.
      const isPad = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL && event.deltaX !== 0 && !event.ctrlKey;
      if (isPad || event.shiftKey) view.pan(-event.deltaX, -event.deltaY);
      else view.zoom(Math.exp(-event.deltaY * WHEEL_ZOOM * (event.ctrlKey ? 6 : 1)), pointOf(event));
    };
    element.addEventListener("pointerdown", onDown);
    element.addEventListener("pointermove", onMoveEvent);
    element.addEventListener("pointerup", onUp);
    element.addEventListener("pointercancel", onUp);
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => {
      element.removeEventListener("pointerdown", onDown);
      element.removeEventListener("pointermove", onMoveEvent);
      element.removeEventListener("pointerup", onUp);
      element.removeEventListener("pointercancel", onUp);
      element.removeEventListener("wheel", onWheel);
    };
  }, [canvas, view]);
}

function pinch(
  shown: DiagramView,
  fingers: ReadonlyMap<number, { x: number; y: number }>,
  id: number,
  before: { x: number; y: number },
  at: { x: number; y: number },
): void {
  const other = [...fingers].find(([finger]) => finger !== id)?.[1];
  if (!other) return;
  const was = Math.hypot(before.x - other.x, before.y - other.y);
  const is = Math.hypot(at.x - other.x, at.y - other.y);
  const middle = { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 };
  shown.pan((at.x - before.x) / 2, (at.y - before.y) / 2);
  if (was > 0) shown.zoom(is / was, middle);
}
