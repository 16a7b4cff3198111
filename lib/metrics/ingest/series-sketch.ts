/** 2^11 registers: a standard error of 1.04 / sqrt(2048) = 2.3 %, in 2 KiB. */
const INDEX_BITS = 11;
const REGISTERS = 2 ** INDEX_BITS;
/** Bits of the hash that are left for the rank. */
const RANK_BITS = 32 - INDEX_BITS;
export const SKETCH_ERROR_RATIO = 1.04 / Math.sqrt(REGISTERS);

/** A HyperLogLog sketch: how many different series were seen, whoever saw them and how often. */
export type SeriesSketch = Uint8Array<ArrayBuffer>;

export const emptySketch = (): SeriesSketch => new Uint8Array(REGISTERS);

/** @param hash all 32 bits well mixed. */
export function addToSketch(sketch: SeriesSketch, hash: number): void {
  const index = hash >>> RANK_BITS;
  const rank = Math.min(Math.clz32(hash << INDEX_BITS), RANK_BITS) + 1;
  if (rank > (sketch[index] as number)) sketch[index] = rank;
}

/** Puts what `other` has seen into `sketch`. @returns whether that was new. */
export function mergeSketch(sketch: SeriesSketch, other: Uint8Array): boolean {
  let isNew = false;
  for (let i = 0; i < REGISTERS; i++) {
    const rank = other[i] ?? 0;
    if (rank <= (sketch[i] as number)) continue;
    sketch[i] = rank;
    isNew = true;
  }
  return isNew;
}

/**
 * How many different series the sketch has seen: unbiased from none to hundreds of millions, with `SKETCH_ERROR_RATIO`.
 *
 * @see O. Ertl, "New cardinality estimation algorithms for HyperLogLog sketches", arXiv:1702.01284, algorithm 6
 */
export function estimateSeries(sketch: Uint8Array): number {
  const counts = Array.from({ length: RANK_BITS + 2 }, () => 0);
  for (let i = 0; i < REGISTERS; i++) {
    const rank = Math.min(sketch[i] ?? 0, RANK_BITS + 1);
    counts[rank] = (counts[rank] as number) + 1;
  }
  let z = REGISTERS * tau(1 - (counts[RANK_BITS + 1] as number) / REGISTERS);
  for (let rank = RANK_BITS; rank >= 1; rank--) z = 0.5 * (z + (counts[rank] as number));
  z += REGISTERS * sigma((counts[0] as number) / REGISTERS);
  return Math.round(REGISTERS ** 2 / (2 * Math.LN2 * z));
}

/** Registers that are still empty. `Infinity` when all are: nothing was seen. */
function sigma(x: number): number {
  if (x === 1) return Number.POSITIVE_INFINITY;
  let [power, weight, sum, before] = [x, 1, x, Number.NaN];
  while (sum !== before) {
    before = sum;
    power *= power;
    sum += power * weight;
    weight *= 2;
  }
  return sum;
}

/** Registers that are full. */
function tau(x: number): number {
  if (x === 0 || x === 1) return 0;
  let [root, weight, sum, before] = [x, 1, 1 - x, Number.NaN];
  while (sum !== before) {
    before = sum;
    root = Math.sqrt(root);
    weight /= 2;
    sum -= (1 - root) ** 2 * weight;
  }
  return sum / 3;
}
