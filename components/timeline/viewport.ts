import type { RangeMs, UnixMs } from "@/lib/core/time";

export interface ViewportState {
  /** What the plots show. */
  view: RangeMs;
  /** A gesture is under way: plots draw fast, nothing is fetched. */
  moving: boolean;
  /** Moment under the crosshair, or null. */
  hover: UnixMs | null;
  /** Selection being drawn, or null. */
  brush: RangeMs | null;
  /** Series that the reader points at in a legend, or null. */
  highlight: string | null;
  /** Width of the plots in CSS pixels; 0 until measured. */
  pixels: number;
}

/**
 * What all lanes share while a pointer moves: outside React, because it changes with each frame and only a few leaves
 * look at it. Listeners run once per animation frame.
 */
export class Viewport {
  #state: ViewportState;
  #listeners = new Set<() => void>();
  #frame = 0;

  constructor(view: RangeMs) {
    this.#state = { view, moving: false, hover: null, brush: null, highlight: null, pixels: 0 };
  }

  get = (): ViewportState => this.#state;

  set(change: Partial<ViewportState>): void {
    this.#state = { ...this.#state, ...change };
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      for (const listener of this.#listeners) listener();
    });
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };
}
