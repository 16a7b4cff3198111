import type { ChartSeries } from "./series";

function area(series: ChartSeries): number {
  let sum = 0;
  for (let i = 0; i < series.v.length; i++) {
    const value = series.v[i] ?? Number.NaN;
    if (Number.isFinite(value)) sum += Math.abs(value);
  }
  return sum;
}

/** Keeps the `max` series with the greatest area, in the order given; the rest is counted, never silently dropped. */
export function prepareVisible(
  series: readonly ChartSeries[],
  max: number,
): { visible: ChartSeries[]; hidden: number } {
  if (series.length <= max) return { visible: [...series], hidden: 0 };
  const ranked = series
    .map((each) => ({ each, area: area(each) }))
    .sort((a, b) => b.area - a.area || a.each.name.localeCompare(b.each.name));
  const kept = new Set(ranked.slice(0, max).map(({ each }) => each));
  return { visible: series.filter((each) => kept.has(each)), hidden: series.length - max };
}
