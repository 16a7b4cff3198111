/**
 * A counter-based generator: the value depends on the seed, the stream and the position alone, so any tick can be made
 * without those before it and a resumed run cannot drift. Mixing by the finaliser of MurmurHash3 (fmix32).
 *
 * @returns evenly spread in [0, 1).
 */
export function uniform(seed: number, stream: number, position: number): number {
  let h = Math.imul(seed ^ Math.imul(stream, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(position, 0xc2b2ae35);
  h ^= position / 0x100000000;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  h ^= h >>> 16;
  return (h >>> 0) / 0x100000000;
}

/** Standard normal by the Box–Muller transform. */
export function normal(seed: number, stream: number, position: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform(seed, stream, 2 * position)));
  return radius * Math.cos(2 * Math.PI * uniform(seed, stream, 2 * position + 1));
}

/** Value noise: a smooth wander in [-1, 1] with one independent value every `period` positions. */
export function wander(seed: number, stream: number, position: number, period: number): number {
  const cell = Math.floor(position / period);
  const x = position / period - cell;
  // Smoothstep, so that the slope is continuous at the joints.
  const weight = x * x * (3 - 2 * x);
  const here = uniform(seed, stream, cell);
  const next = uniform(seed, stream, cell + 1);
  return 2 * (here + (next - here) * weight) - 1;
}
