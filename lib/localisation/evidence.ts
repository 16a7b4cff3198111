import type { UnixMs } from "@/lib/core/time";
import type { MetricDefinition } from "@/lib/products/types";
import type { Aspect } from "./aspect";
import { deviate, LEFT_AT, type Deviation, type Samples, type Windows } from "./deviation";

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
function floorOf({ unit, type }: MetricDefinition, aspect: Aspect, usual: number): number {
  const size = Math.abs(usual);
  const isShare = unit === "ratio";
  const floors: Readonly<Record<Aspect, number>> = {
    availability: 0.1,
    members: Math.max(0.1, 0.02 * size),
    stock: 0.02 * size,
    saturation: Math.max(0.01, 0.03 * size),
    quality: 0.002,
    errors: isShare ? 0.001 : Math.max(0.02, 0.05 * size),
    latency: Math.max(0.000_5, 0.07 * size),
    state: Math.max(type === "gauge" && unit === "seconds" ? 0.000_5 : 0.02, 0.05 * size),
    waiting: isShare ? Math.max(0.01, 0.03 * size) : Math.max(0.5, 0.05 * size),
    work: Math.max(0.1, 0.05 * size),
    traffic: Math.max(0.1, 0.05 * size),
  };
  return floors[aspect];
}

const clip = (value: number): number => Math.min(1, Math.max(0, value));

/** 0 at the edge of the baseline, 1 at a hundred times as far: equal steps for equal factors. */
const byFactor = (z: number): number => clip(Math.log10(z / LEFT_AT) / 2);

/** Where no line is given: at this utilisation a request waits four times as long as it works, by 1 / (1 - utilisation). */
const LINE_DEFAULT = 0.8;

/**
 * How much a deviation says. Distance from the baseline alone would let a calm, harmless figure outdo a dead machine, so what
 * has a natural end is measured by how near to it it came: what is left of members and stock, room up to the line, share of
 * what went wrong. Roots, because the first tenth that is lost says more than the last.
 */
function strengthOf(
  { unit, bad, threshold }: MetricDefinition,
  aspect: Aspect,
  deviation: Deviation,
): number {
  const { usual, level, z } = deviation;
  const isGaugeOfLeft = bad === "low" && aspect !== "work";
  if (isGaugeOfLeft) return usual > 0 ? Math.sqrt(clip((usual - level) / usual)) : byFactor(z);
  if (unit !== "ratio") return aspect === "errors" ? 0.2 + 0.8 * byFactor(z) : byFactor(z);
  if (aspect === "errors" || aspect === "quality") return 0.3 + 0.7 * Math.sqrt(clip(level - usual));
  const line = threshold?.value ?? LINE_DEFAULT;
  const room = Math.max(0.05, line - usual);
  return clip(level / line) * Math.sqrt(byFactor(z) * clip((level - usual) / room));
}

/** The earliest of some moments; null of none. */
export const earliest = (moments: readonly UnixMs[]): UnixMs | null =>
  moments.length === 0 ? null : Math.min(...moments);
