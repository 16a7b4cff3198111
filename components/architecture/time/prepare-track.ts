import type { AlarmView } from "@/lib/alarms/schemas";
import type { RangeMs, UnixMs } from "@/lib/core/time";
import type { RunView } from "@/lib/experiments/schemas";
import type { Status } from "@/components/ui/status";

/** A span on the time track, in shares of its length. */
export interface TrackBar {
  id: string;
  left: number;
  width: number;
  status: Status;
  title: string;
}

/** Spans shorter than this cannot be seen; they are drawn so wide. */
const WIDTH_MIN = 0.004;

function barOf(range: RangeMs, from: UnixMs, to: UnixMs): Pick<TrackBar, "left" | "width"> | null {
  const span = range.to - range.from;
  const [start, end] = [Math.max(from, range.from), Math.min(to, range.to)];
  if (span <= 0 || end < start) return null;
  return { left: (start - range.from) / span, width: Math.max(WIDTH_MIN, (end - start) / span) };
}

/** Alarms that fired in the window, on the resources of the diagram; one that still fires reaches to its end. */
export function alarmBars(
  alarms: readonly AlarmView[],
  resources: ReadonlySet<string>,
  range: RangeMs,
): TrackBar[] {
  return alarms.flatMap(({ id, rule, severity, firedAt, resolvedAt, labels }) => {
    const resource = labels["resource"];
    if (firedAt === null || (resource !== undefined && !resources.has(resource))) return [];
    const bar = barOf(range, firedAt, resolvedAt ?? range.to);
    return bar ? [{ id, ...bar, status: severity, title: [rule, resource].filter(Boolean).join(" · ") }] : [];
  });
}

/** Faults that acted in the window, on the resources of the diagram. */
export function faultBars(
  runs: readonly RunView[],
  resources: ReadonlySet<string>,
  range: RangeMs,
): TrackBar[] {
  return runs.flatMap(({ injections }) =>
    injections.flatMap(({ id, faultId, resourceId, activeFrom, undoneAt, deadline }) => {
      if (activeFrom === null || !resources.has(resourceId)) return [];
      const bar = barOf(range, activeFrom, undoneAt ?? deadline);
      return bar ? [{ id, ...bar, status: "critical" as const, title: `${faultId} · ${resourceId}` }] : [];
    }),
  );
}

/**
 * Where nothing was heard: the stretches between points that lie further apart than the grid.
 *
 * @param t moments with a sample, ascending, on a grid of `stepMs`.
 */
export function gapBars(t: ArrayLike<UnixMs>, stepMs: number, range: RangeMs): TrackBar[] {
  const edges = [range.from - stepMs, ...Array.from(t), range.to + stepMs];
  return edges.slice(1).flatMap((to, index) => {
    const from = edges[index] ?? to;
    if (to - from <= 2 * stepMs) return [];
    const bar = barOf(range, from + stepMs, to - stepMs);
    return bar ? [{ id: `gap-${from}`, ...bar, status: "unknown" as const, title: "" }] : [];
  });
}

/** Points of the grid that gaps are looked for on: about as many as pixels of a narrow track. */
const POINTS = 300;
/** A grid finer than the coarsest history, a sample a minute, would find gaps where there are none. */
const STEP_MIN_MS = 15_000;

export const trackStep = ({ from, to }: RangeMs): number =>
  Math.max(STEP_MIN_MS, Math.ceil((to - from) / POINTS / STEP_MIN_MS) * STEP_MIN_MS);
