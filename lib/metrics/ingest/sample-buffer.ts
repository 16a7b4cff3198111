const FIRST_CAPACITY = 1_024;

/** Samples of a whole request in two arrays. Plain arrays would lose the bits of NaNs, by which staleness is told. */
export class SampleBuffer {
  #t = new Float64Array(FIRST_CAPACITY);
  #v = new Float64Array(FIRST_CAPACITY);
  /** The same memory as `#v`: bits that never become a number stay as they are. */
  #words = new Uint32Array(this.#v.buffer);
  length = 0;

  push(t: number, v: number): void {
    if (this.length === this.#t.length) this.#grow();
    this.#t[this.length] = t;
    this.#v[this.length] = v;
    this.length++;
  }

  /** A value by its two halves, in the order of this machine. */
  pushWords(t: number, first: number, second: number): void {
    if (this.length === this.#t.length) this.#grow();
    this.#t[this.length] = t;
    this.#words[2 * this.length] = first;
    this.#words[2 * this.length + 1] = second;
    this.length++;
  }

  slice(start: number, end: number): { t: Float64Array; v: Float64Array } {
    return { t: this.#t.subarray(start, end), v: this.#v.subarray(start, end) };
  }

  #grow(): void {
    const [t, v] = [this.#t, this.#v];
    this.#t = new Float64Array(t.length * 2);
    this.#v = new Float64Array(v.length * 2);
    this.#t.set(t);
    this.#v.set(v);
    this.#words = new Uint32Array(this.#v.buffer);
  }
}
