/**
 * How long an answer takes: a shifted exponential with this mean and variance, and with probability `tailShare` another
 * `tailS` on top. Sums of independent parts add both moments, so a chain of calls keeps its true spread; the sojourn time
 * of M/M/1 is exactly exponential (Kleinrock, Queueing Systems I, 1975, section 3.2).
 */
export interface Latency {
  meanS: number;
  varianceS2: number;
  tailShare: number;
  tailS: number;
}

/** As in Prometheus: `counts[i]` is how many took at most `bounds[i]`; `count` is the bucket `+Inf`. */
export interface Histogram {
  counts: number[];
  count: number;
  sumS: number;
}

export const newLatency = (meanS: number): Latency => ({
  meanS,
  varianceS2: meanS * meanS,
  tailShare: 0,
  tailS: 0,
});

export const newHistogram = (bounds: readonly number[]): Histogram => ({
  counts: bounds.map(() => 0),
  count: 0,
  sumS: 0,
});

const within = (x: number, scale: number): number =>
  x <= 0 ? 0 : x > 40 * scale ? 1 : 1 - Math.exp(-x / scale);

/** Counts `n` answers (a fluid, so not whole) with this latency. */
export function observe(histogram: Histogram, bounds: readonly number[], n: number, latency: Latency): void {
  if (n <= 0) return;
  const { meanS, tailShare, tailS, varianceS2 } = latency;
  const scale = Math.min(meanS, Math.sqrt(varianceS2)) || 1e-6;
  const shift = meanS - scale;
  const { counts } = histogram;
  for (let i = 0; i < counts.length; i++) {
    const x = (bounds[i] ?? 0) - shift;
    let share = within(x, scale);
    if (tailShare > 0) share += tailShare * (within(x - tailS, scale) - share);
    counts[i] = (counts[i] ?? 0) + n * share;
  }
  histogram.count += n;
  histogram.sumS += n * (meanS + tailShare * tailS);
}

/** Counts `n` failures that took about `afterS`. */
export function observeFailures(
  histogram: Histogram,
  bounds: readonly number[],
  n: number,
  afterS: number,
): void {
  if (n <= 0) return;
  failure.meanS = afterS;
  // A time-out is nearly constant: a tenth of it is spread.
  failure.varianceS2 = (afterS / 10) ** 2;
  observe(histogram, bounds, n, failure);
}
const failure = newLatency(1);

/** What a resource counts of its requests: how many went well and badly, and how long they took. Plain JSON. */
export interface Meter {
  ok: number;
  failed: number;
  latency: Histogram;
}

export const newMeter = (bounds: readonly number[]): Meter => ({
  ok: 0,
  failed: 0,
  latency: newHistogram(bounds),
});

/** Counts `n` requests of which the share `failed` fails after `failsAfterS`. */
export function countRequests(
  meter: Meter,
  bounds: readonly number[],
  n: number,
  failed: number,
  latency: Latency,
  failsAfterS: number,
): void {
  if (n <= 0) return;
  const lost = n * failed;
  meter.ok += n - lost;
  meter.failed += lost;
  observe(meter.latency, bounds, n - lost, latency);
  observeFailures(meter.latency, bounds, lost, failsAfterS);
}
