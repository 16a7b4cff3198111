import { isInfinite } from "../engine/sums";

// In this file `as number` on an indexed typed array is safe because every index is less than its length.

/** Samples a block sums up. Our choice: near the square root of the windows that dashboards ask for (30 to 2,000 samples). */
const BLOCK = 32;

/**
 * Compensated sums of any window in about `2 * BLOCK + length / BLOCK` additions. Windows that overlap share the sums of
 * whole blocks, and nothing is ever subtracted, so no digits are lost as they are in running or prefix sums.
 */
export class BlockSums {
  private readonly sums: Float64Array;
  private readonly corrections: Float64Array;
  private sum = 0;
  private c = 0;

  /** Of the samples `start <= k < end`. */
  constructor(
    private readonly v: Float64Array,
    private readonly start: number,
    end: number,
  ) {
    const blocks = Math.floor((end - start) / BLOCK);
    this.sums = new Float64Array(blocks);
    this.corrections = new Float64Array(blocks);
    for (let block = 0; block < blocks; block++) {
      this.sum = 0;
      this.c = 0;
      this.addSamples(start + block * BLOCK, start + (block + 1) * BLOCK);
      this.sums[block] = this.sum;
      this.corrections[block] = this.c;
    }
  }

  /** Sum of samples `from <= k < to`, in the manner of Kahan and Neumaier. */
  total(from: number, to: number): number {
    this.sum = 0;
    this.c = 0;
    const { start } = this;
    const first = Math.ceil((from - start) / BLOCK);
    const end = Math.floor((to - start) / BLOCK);
    if (first >= end) {
      this.addSamples(from, to);
    } else {
      this.addSamples(from, start + first * BLOCK);
      for (let block = first; block < end; block++) {
        this.add(this.sums[block] as number);
        this.c += this.corrections[block] as number;
      }
      this.addSamples(start + end * BLOCK, to);
    }
    return isInfinite(this.sum) ? this.sum : this.sum + this.c;
  }

  private add(value: number): void {
    const { sum } = this;
    const next = sum + value;
    this.c += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    this.sum = next;
  }

  private addSamples(from: number, to: number): void {
    let { sum, c } = this;
    const { v } = this;
    for (let k = from; k < to; k++) {
      const value = v[k] as number;
      const next = sum + value;
      c += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
      sum = next;
    }
    this.sum = sum;
    this.c = c;
  }
}
