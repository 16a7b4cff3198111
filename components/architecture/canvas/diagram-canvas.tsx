"use client";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from "react";
import { type Theme, useTheme } from "@/components/ui/use-theme";
import { DiagramView } from "./diagram-view";
import { type Direction, nearestIn } from "./nearest";
import { readPalette } from "./palette";
import type { Scene } from "./scene";
import { type PointerActions, usePointer } from "./use-pointer";

export interface DiagramCanvasProps extends PointerActions {
  scene: Scene;
  /** Names the diagram for screen readers. */
  label: string;
  /** Everything that is drawn of a node, in words. */
  describe: (id: string) => string;
  selected: string | null;
  /** Absent: the keyboard moves no nodes. */
  onNudge?: ((id: string, dx: number, dy: number) => void) | undefined;
  onRemove?: ((id: string) => void) | undefined;
  /** What draws, once it is there. */
  view: DiagramView | null;
  onView: (view: DiagramView | null) => void;
}

/** What one press of a key moves a node by, on the 4-px grid; with Shift ten times as far. */
const NUDGE = 8;
const KEY_ZOOM = 1.25;

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};
const STEPS: Record<Direction, readonly [number, number]> = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
};

/**
 * The diagram, drawn on a canvas, and beside it as a list of buttons: what a mouse reaches on the one, a keyboard and a
 * screen reader reach on the other.
 */
export function DiagramCanvas({ scene, label, describe, view, onView, ...rest }: DiagramCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  useView(canvas, frame, onView);
  useEffect(() => view?.setScene(scene), [view, scene]);
  usePalette(view, useTheme());
  usePointer(canvas, view, rest);
  return (
    <div ref={frame} className="absolute inset-0 overflow-hidden">
      <canvas
        ref={canvas}
        data-diagram
        aria-hidden
        className={`absolute inset-0 size-full touch-none ${rest.isConnecting ? "cursor-crosshair" : "cursor-grab active:cursor-grabbing"}`}
      />
      <NodeList scene={scene} label={label} describe={describe} view={view} {...rest} />
    </div>
  );
}

/** Joins the view with the canvas and its size. */
function useView(
  canvas: RefObject<HTMLCanvasElement | null>,
  frame: RefObject<HTMLDivElement | null>,
  onView: (view: DiagramView | null) => void,
): void {
  useEffect(() => {
    const element = canvas.current;
    const box = frame.current;
    if (!element || !box) return undefined;
    const view = new DiagramView(element, readPalette(element));
    onView(view);
    const observer = new ResizeObserver(() =>
      view.resize({ width: box.clientWidth, height: box.clientHeight }, window.devicePixelRatio),
    );
    observer.observe(box);
    return () => {
      observer.disconnect();
      view.close();
      onView(null);
    };
  }, [canvas, frame, onView]);
}

/** Paints in the colours of the theme, whenever it is another one. */
function usePalette(view: DiagramView | null, theme: Theme): void {
  useEffect(() => {
    if (view && theme) view.setPalette(readPalette(view.canvas));
  }, [view, theme]);
}

function NodeList({
  scene,
  label,
  describe,
  selected,
  view,
  onPick,
  onNudge,
  onRemove,
}: Omit<DiagramCanvasProps, "isConnecting" | "onView">) {
  const t = useTranslations("architecture");
  const list = useRef<HTMLUListElement>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const ids = new Set(scene.nodes.map(({ id }) => id));
  const reachable =
    [current, selected].find((id) => id !== null && ids.has(id)) ?? scene.nodes[0]?.id ?? null;
  const go = (id: string | null): void => {
    if (id === null) return;
    list.current
      ?.querySelector<HTMLElement>(`[data-node="${CSS.escape(id)}"]`)
      ?.focus({ preventScroll: true });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const from = scene.nodes.find(({ id }) => id === current);
    const direction = DIRECTIONS[event.key];
    if (direction && from && event.altKey && onNudge) {
      const [x, y] = STEPS[direction];
      const by = NUDGE * (event.shiftKey ? 10 : 1);
      onNudge(from.id, x * by, y * by);
    } else if (direction && from) go(nearestIn(direction, from, scene.nodes));
    else if (event.key === "Home") go(scene.nodes[0]?.id ?? null);
    else if (event.key === "End") go(scene.nodes.at(-1)?.id ?? null);
    else if (event.key === "+" || event.key === "=") view?.zoom(KEY_ZOOM);
    else if (event.key === "-") view?.zoom(1 / KEY_ZOOM);
    else if (event.key === "0") view?.fit();
    else if (event.key === "Escape") onPick(null);
    else if ((event.key === "Delete" || event.key === "Backspace") && from && onRemove) onRemove(from.id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <p id="diagram-keys" className="sr-only">
        {t("keys")}
      </p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys of its buttons */}
      <ul
        ref={list}
        aria-label={label}
        aria-describedby="diagram-keys"
        className="sr-only"
        onKeyDown={onKeyDown}
        onBlur={() => view?.focus(null)}
      >
        {scene.nodes.map(({ id }) => (
          <li key={id}>
            <button
              type="button"
              data-node={id}
              tabIndex={id === reachable ? 0 : -1}
              aria-pressed={id === selected}
              onFocus={() => {
                setCurrent(id);
                view?.focus(id);
              }}
              onClick={() => onPick(id === selected ? null : id)}
            >
              {describe(id)}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
