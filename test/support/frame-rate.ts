import type { Page } from "playwright-core";

export interface Frames {
  /** Frames that were drawn while the moves were made. */
  frames: number;
  /** Frames a second, over all of them. */
  perSecond: number;
  /** Time between two frames that 95 in 100 stay within, in ms. */
  gapMsP95: number;
}

/**
 * Pans and zooms a canvas, a move a frame, and counts the frames by `requestAnimationFrame`. The moves are those of a hand:
 * drags that wander, turns of a wheel in and out.
 */
export async function measureFrames(page: Page, selector: string, moves: number): Promise<Frames> {
  return page.evaluate(
    async ({ wanted, count }) => {
      const canvas = document.querySelector(wanted);
      if (!canvas) throw new Error(`There is no ${wanted}.`);
      const box = canvas.getBoundingClientRect();
      const centre = { clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 };
      const pointer = (type: string, x: number, y: number) =>
        canvas.dispatchEvent(
          new PointerEvent(type, { pointerId: 1, button: 0, bubbles: true, clientX: x, clientY: y }),
        );
      // A pointer that no hand moves cannot be captured.
      Object.assign(canvas, { setPointerCapture: () => undefined });
      const times: number[] = [];
      await new Promise<void>((resolve) => {
        const step = (now: number): void => {
          times.push(now);
          const move = times.length;
          if (move > count) return resolve();
          const part = (2 * Math.PI * move) / count;
          if (move % 2 === 0)
            canvas.dispatchEvent(
              new WheelEvent("wheel", {
                ...centre,
                deltaY: 60 * Math.sin(4 * part),
                bubbles: true,
                cancelable: true,
              }),
            );
          else {
            pointer("pointerdown", box.x + 3, box.y + 3);
            pointer("pointermove", box.x + 3 + 40 * Math.cos(3 * part), box.y + 3 + 30 * Math.sin(5 * part));
            pointer("pointerup", box.x + 3, box.y + 3);
          }
          requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
      });
      const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
      const total = gaps.reduce((sum, gap) => sum + gap, 0);
      const ordered = gaps.toSorted((a, b) => a - b);
      return {
        frames: gaps.length,
        perSecond: (1_000 * gaps.length) / total,
        gapMsP95: ordered[Math.floor(ordered.length * 0.95)] ?? 0,
      };
    },
    { wanted: selector, count: moves },
  );
}
