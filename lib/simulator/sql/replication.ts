import type { SqlNode } from "./node";

/** How many writes a second an applier manages, as a multiple of the design peak's. */
const APPLY_HEADROOM = 1.6;
/** Copies that fell behind read a backlog faster than it came, at most this many seconds a second. */
const CATCH_UP_MAX = 4;

interface Replicated {
  readonly nodes: readonly SqlNode[];
  readonly writesAtPeak: number;
  isPrimary(node: SqlNode): boolean;
}

/** Copies that replay a log fall behind under writes, and catch up when there are fewer. */
export function stepLag(cluster: Replicated, writes: number, dtS: number): void {
  const pressure = writes / (cluster.writesAtPeak * APPLY_HEADROOM);
  for (const node of cluster.nodes) {
    const { state, fx } = node;
    if (cluster.isPrimary(node) || state.up === 0) {
      state.lagS = 0;
      continue;
    }
    // While nobody writes there is nothing to fall behind of, so time alone adds no lag.
    if (fx.applierStopped > 0) state.lagS += writes > 0 ? dtS : 0;
    else {
      const rest = 0.1 + 0.6 * pressure * pressure + fx.delayS;
      const gain = pressure < 1 ? Math.min(CATCH_UP_MAX, 1 / Math.max(0.01, pressure) - 1) : 1 - pressure;
      state.lagS = Math.max(rest, state.lagS - gain * dtS);
    }
  }
}
