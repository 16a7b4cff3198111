"use client";
import { type RefObject, useEffect } from "react";
import type { RangeMs } from "@/lib/core/time";
import { brushRange, panRange, timeAtPixel, zoomRange } from "./prepare-range";
import type { Viewport } from "./viewport";

/** A wheel or a key has no end of its own: after this pause the gesture counts as done. */
const SETTLE_MS = 160;
/** Less than this is a click with an unsteady hand, not a selection. */
const DRAG_PX = 4;
/** One notch of a wheel is 100 px or more: it then zooms by a fifth. Trackpads send small steps and zoom smoothly. */
const ZOOM_PER_PX = Math.log(1.2) / 100;

export interface GestureOptions {
  viewport: Viewport;
  /** The element around all lanes. */
  lanes: RefObject<HTMLElement | null>;
  /** The plot of the time axis: its box is where time runs. */
  plot: RefObject<HTMLElement | null>;
  /** A gesture has ended with this view. */
  onSettle: (view: RangeMs) => void;
  onZoomOut: () => void;
}

interface Drag {
  kind: "brush" | "pan";
  pointer: number;
  startX: number;
  startView: RangeMs;
}

/** Things that a press belongs to, not the plot behind them. */
const CONTROLS = "button, a, input, select, textarea, [role=dialog]";

/** Pointer, wheel and touch on the plots: crosshair, selection, moving, zooming. */
export function useGestures({ viewport, lanes, plot, onSettle, onZoomOut }: GestureOptions): void {
  useEffect(() => {
    const root = lanes.current;
    if (!root) return undefined;
    let drag: Drag | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const touches = new Map<number, number>();

    const box = () => plot.current?.getBoundingClientRect() ?? new DOMRect();
    const inPlot = (x: number) => x >= box().left && x <= box().right;
    const settle = () => {
      clearTimeout(timer);
      viewport.set({ moving: false });
      onSettle(viewport.get().view);
    };
    const settleSoon = () => {
      clearTimeout(timer);
      timer = setTimeout(settle, SETTLE_MS);
    };
    const momentAt = (x: number) => timeAtPixel(viewport.get().view, x - box().left, box().width);

    const startPinch = () => {
      drag = null;
      viewport.set({ brush: null, moving: true });
    };
    const pinch = (pointer: number, x: number) => {
      const [a = 0, b = 0] = touches.values();
      touches.set(pointer, x);
      const [c = 0, d = 0] = touches.values();
      const before = Math.abs(a - b);
      const after = Math.max(16, Math.abs(c - d));
      const { view } = viewport.get();
      const zoomed = zoomRange(view, Math.max(16, before) / after, momentAt((a + b) / 2));
      const shift = ((a + b) / 2 - (c + d) / 2) / Math.max(1, box().width);
      viewport.set({ view: panRange(zoomed, shift) });
    };

    const onDown = (event: PointerEvent) => {
      if (event.target instanceof Element && event.target.closest(CONTROLS)) return;
      if (!inPlot(event.clientX) || event.button === 2) return;
      if (event.pointerType === "touch") touches.set(event.pointerId, event.clientX);
      if (touches.size === 2) return startPinch();
      const pans = event.shiftKey || event.button === 1 || event.pointerType === "touch";
      drag = {
        kind: pans ? "pan" : "brush",
        pointer: event.pointerId,
        startX: event.clientX,
        startView: viewport.get().view,
      };
      if (event.pointerType === "mouse") root.setPointerCapture(event.pointerId);
      if (event.button === 1) event.preventDefault();
    };
    const onMove = (event: PointerEvent) => {
      if (touches.size === 2 && touches.has(event.pointerId)) return pinch(event.pointerId, event.clientX);
      viewport.set({ hover: inPlot(event.clientX) || drag ? momentAt(clampX(event.clientX)) : null });
      if (!drag || drag.pointer !== event.pointerId) return;
      const moved = event.clientX - drag.startX;
      if (Math.abs(moved) < DRAG_PX && !viewport.get().moving && !viewport.get().brush) return;
      if (drag.kind === "pan") {
        viewport.set({ moving: true, view: panRange(drag.startView, -moved / Math.max(1, box().width)) });
      } else {
        const ends = [momentAt(clampX(drag.startX)), momentAt(clampX(event.clientX))] as const;
        viewport.set({ brush: { from: Math.min(...ends), to: Math.max(...ends) } });
      }
    };
    const clampX = (x: number) => Math.min(box().right, Math.max(box().left, x));
    const onUp = (event: PointerEvent) => {
      const pinched = touches.size === 2;
      touches.delete(event.pointerId);
      if (pinched) return settle();
      if (!drag || drag.pointer !== event.pointerId) return;
      const { brush, moving } = viewport.get();
      const { kind } = drag;
      drag = null;
      if (kind === "pan" && moving) return settle();
      const range = brush && brushRange(brush.from, brush.to);
      viewport.set({ brush: null });
      if (range) {
        viewport.set({ view: range });
        settle();
      }
    };
    const onCancel = (event: PointerEvent) => {
      touches.delete(event.pointerId);
      if (drag?.pointer === event.pointerId) drag = null;
      if (viewport.get().moving) settle();
      viewport.set({ brush: null });
    };
    const onLeave = () => {
      if (!drag) viewport.set({ hover: null });
    };
    const onWheel = (event: WheelEvent) => {
      if (!inPlot(event.clientX)) return;
      const { view } = viewport.get();
      const onAxis = event.target instanceof Element && event.target.closest("[data-time-axis]") !== null;
      const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
      if (
        event.ctrlKey ||
        event.metaKey ||
        (onAxis && !event.shiftKey && Math.abs(event.deltaY) > Math.abs(event.deltaX))
      ) {
        event.preventDefault();
        // Browsers send pinches of a trackpad as small wheel steps with Ctrl: they need more effect a pixel.
        const gain = Math.abs(event.deltaY) < 50 ? 6 : 1;
        viewport.set({
          moving: true,
          view: zoomRange(view, Math.exp(event.deltaY * gain * ZOOM_PER_PX), momentAt(event.clientX)),
        });
        settleSoon();
      } else if (event.shiftKey || Math.abs(sideways) > Math.abs(event.deltaY)) {
        event.preventDefault();
        viewport.set({ moving: true, view: panRange(view, sideways / Math.max(1, box().width)) });
        settleSoon();
      }
    };
    const onDouble = (event: MouseEvent) => {
      if (event.target instanceof Element && event.target.closest(CONTROLS)) return;
      if (inPlot(event.clientX)) onZoomOut();
    };

    root.addEventListener("pointerdown", onDown);
    root.addEventListener("pointermove", onMove);
    root.addEventListener("pointerup", onUp);
    root.addEventListener("pointercancel", onCancel);
    root.addEventListener("pointerleave", onLeave);
    root.addEventListener("wheel", onWheel, { passive: false });
    root.addEventListener("dblclick", onDouble);
    return () => {
      clearTimeout(timer);
      root.removeEventListener("pointerdown", onDown);
      root.removeEventListener("pointermove", onMove);
      root.removeEventListener("pointerup", onUp);
      root.removeEventListener("pointercancel", onCancel);
      root.removeEventListener("pointerleave", onLeave);
      root.removeEventListener("wheel", onWheel);
      root.removeEventListener("dblclick", onDouble);
    };
  }, [viewport, lanes, plot, onSettle, onZoomOut]);
}
