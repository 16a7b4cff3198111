import { formatScaled, type Scale, scaleOf } from "@/lib/core/units";

export interface ValueAxis {
  min: number;
  max: number;
  /** Unit of all tick labels, written once. */
  symbol: string;
  ticks: readonly { value: number; label: string }[];
}

/** Round distances: powers of ten by 1, 2, 2.5 and 5 (Heckbert, "Nice numbers for graph labels", Graphics Gems, 1990). */
const NICE = [1, 2, 2.5, 5, 10] as const;

/** A picosecond, a millionth of a millionth: no metric of ours is finer, and powers of ten stay exact. */
const TINY = 1e-12;

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return (NICE.find((nice) => nice * power >= rough * (1 - 1e-9)) ?? 10) * power;
}

function decimalsOf(step: number): number {
  for (let decimals = 0; decimals < 9; decimals++) {
    const scaled = step * 10 ** decimals;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6 * Math.max(1, scaled)) return decimals;
  }
  return 9;
}

/** Air over the highest value, as a share of the axis, so that a peak is not mistaken for a ceiling. */
const HEADROOM = 0.06;

/** Upper end: some air over the highest value, but never a share of more than all. */
function upperEnd(top: number, low: number, unit: string): number {
  const end = top + (top - low) * HEADROOM;
  return unit === "ratio" && top <= 1 ? Math.min(1, end) : end;
}

/**
 * A value axis from zero (so that heights can be compared), or from below zero where values are; `null` has no ticks.
 * Ticks are round in the unit that is printed: 256 MiB, not 250 M of bytes.
 *
 * @param count of ticks wanted, about.
 * @param floor where the axis begins when no value is lower: more than zero only where zero would hide what matters.
 */
export function prepareValueAxis(
  extent: { min: number; max: number } | null,
  unit: string,
  count = 4,
  floor = 0,
): ValueAxis {
  if (!extent) return { min: 0, max: 1, symbol: scaleOf(unit, 0).symbol, ticks: [] };
  const low = Math.min(floor, extent.min);
  const top = Math.max(0, extent.max);
  // All values are zero: the axis still needs a height. One percent point, or one of the unit.
  const high = top - low < TINY ? (unit === "ratio" ? 0.01 : 1) : upperEnd(top, low, unit);
  const scale: Scale = scaleOf(unit, Math.max(Math.abs(low), high));
  const step = niceStep(((high - low) * scale.factor) / Math.max(1, count));
  const first = Math.floor((low * scale.factor) / step + 1e-9);
  const last = Math.floor((high * scale.factor) / step + 1e-9);
  const decimals = decimalsOf(step);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => {
    const value = ((first + i) * step) / scale.factor;
    return { value, label: value === 0 ? "0" : formatScaled(value, scale, decimals) };
  });
  return { min: (first * step) / scale.factor, max: high, symbol: scale.symbol, ticks };
}
