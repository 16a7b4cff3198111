/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a focusable separator is the window splitter of WAI-ARIA; hr is not one */
"use client";
import type { KeyboardEvent, PointerEvent } from "react";

export interface ResizeHandleProps {
  label: string;
  /** Of the column on the right of the handle, in px. */
  width: number;
  min: number;
  max: number;
  onResize: (width: number) => void;
  onResizeEnd: (width: number) => void;
}

const KEY_STEP_PX = 16;

/** Edge of a column on the right side of the window: drag it, or use the arrow keys. */
export function ResizeHandle({ label, width, min, max, onResize, onResizeEnd }: ResizeHandleProps) {
  const clamp = (px: number) => Math.round(Math.min(max, Math.max(min, px)));
  const fromPointer = (event: PointerEvent) => clamp(window.innerWidth - event.clientX);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: KEY_STEP_PX, ArrowRight: -KEY_STEP_PX }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onResize(clamp(width + step));
    onResizeEnd(clamp(width + step));
  };
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) onResize(fromPointer(event));
      }}
      onPointerUp={(event) => onResizeEnd(fromPointer(event))}
      className="absolute inset-y-0 -left-1 z-10 w-2 cursor-col-resize touch-none hover:bg-accent/40 focus-visible:bg-accent/40"
    />
  );
}
