import type { UnixMs } from "@/lib/core/time";
import type { MetricDefinition } from "@/lib/products/types";
import type { Aspect } from "./aspect";
import { deviate, type Deviation, type Samples, type Windows } from "./deviation";

/** A metric of a resource that left its baseline in the bad direction. */
export interface Evidence extends Deviation {
  metric: string;
  aspect: Aspect;
  /** How much it says, 0 to 1, before anything else is considered. */
  strength: number;
}

/** What a metric's series of one resource says; null: nothing out of the ordinary. */
export function evidenceOf(
  metric: MetricDefinition,
  aspect: Aspect,
  samples: Samples,
  windows: Windows,
): Evidence | null {
  const bad = metric.bad === "low" ? "low" : "high";
  // A counter of errors, and a share of them, may have no series until the first error.
  const bornAt = aspect === "errors" ? 0 : null;
  const deviation = deviate(samples, windows, bad, (usual) => floorOf(metric, aspect, usual), bornAt);
  if (!deviation) return null;
  return { ...deviation, metric: metric.name, aspect, strength: strengthOf(metric, aspect, deviation) };
}

/**
 * The least change that counts as one. Our choice: a hundredth of a share of a limit, a thousandth of a share of failures, a
 * tenth of a latency, a tenth of a member; and a twentieth of whatever else.
 */
function floorOf({ unit, name }: MetricDefinition, aspect: Aspect, usual: number): number {
  const size = Math.abs(usual);
  const isShare = unit === "ratio" || name.endsWith("_ratio");
  const floors: Readonly<Record<Aspect, number>> = {
    availability: Math.max(0.1, 0.02 * size),
    saturation: Math.max(0.01, 0.03 * size),
    quality: 0.002,
    errors: isShare ? 0.001 : Math.max(0.02, 0.05 * size),
    latency: Math.max(0.000_5, 0.07 * size),
    state: Math.max(unit === "seconds" ? 0.000_5 : 0.05, 0.05 * size),
    waiting: Math.max(0.5, 0.05 * size),
    work: Math.max(0.1, 0.05 * size),
    traffic: Math.max(0.1, 0.05 * size),
  };
  return floors[aspect];
}

const clip = (value: number): number => Math.min(1, Math.max(0, value));

/** 0 at the edge of the baseline, 1 at a hundred times as far: equal steps for equal factors. */
const byFactor = (z: number): number => clip(Math.log10(z / 3.5) / 2);

/**
 * How much a deviation says. Distance from the baseline alone would let a calm, harmless figure outdo a dead machine, so what
 * has a natural end is measured by how near to it it came: members lost, room left, failed share.
 */
function strengthOf(
  { unit, threshold }: MetricDefinition,
  aspect: Aspect,
  { usual, level, z }: Deviation,
): number {
  switch (aspect) {
    case "availability":
      return usual > 0 ? Math.sqrt(clip((usual - level) / usual)) : 0;
    case "saturation": {
      const line = threshold?.value ?? 0.8;
      return (
        clip(level / line) *
        Math.sqrt(byFactor(z) * clip((level - usual) / Math.max(0.05, line - Math.min(usual, line))))
      );
    }
    case "quality":
      return clip(Math.sqrt((usual - level) / Math.max(usual, 1e-6)));
    case "errors":
      return unit === "ratio" ? clip(0.3 + 0.7 * Math.sqrt(clip(level - usual))) : 0.2 + 0.8 * byFactor(z);
    default:
      return byFactor(z);
  }
}

/** The earliest of some moments; null of none. */
export const earliest = (moments: readonly UnixMs[]): UnixMs | null =>
  moments.length === 0 ? null : Math.min(...moments);
