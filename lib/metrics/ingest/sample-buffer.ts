const FIRST_CAPACITY = 1_024;

/** Samples of a whole request in two arrays. Plain arrays would lose the bits of NaNs, by which staleness is told. */
export class SampleBuffer {
  #t = new Float64Array(FIRST_CAPACITY);
  #v = new Float64Array(FIRST_CAPACITY);
  length = 0;

  push(t: number, v: number): void {
    if (this.length === this.#t.length) this.#grow();
    this.#t[this.length] = t;
    this.#v[this.length] = v;
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
  }
}
