/** Sum of `n log2 n` over a histogram, by counts. */
const N_LOG_N = (count: number): number => (count > 1 ? count * Math.log2(count) : 0);

/**
 * Bits that one byte of each of `count` numbers takes once an entropy coder has learnt how often each value comes: what
 * zstd's coder of literals comes close to, where nothing repeats.
 *
 * @param byteAt the byte of number i.
 * @see C. E. Shannon, "A Mathematical Theory of Communication" (1948)
 */
export function planeBits(count: number, byteAt: (i: number) => number): number {
  const histogram = new Uint32Array(256);
  for (let i = 0; i < count; i++) {
    const byte = byteAt(i);
    histogram[byte] = (histogram[byte] as number) + 1; // Safe because a byte is below 256.
  }
  let bits = N_LOG_N(count);
  for (const times of histogram) bits -= N_LOG_N(times);
  return bits;
}
