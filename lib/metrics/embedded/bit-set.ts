/** A set of small whole numbers. */
export class BitSet {
  readonly #words: Uint32Array;

  /** @param size numbers below this can be in it. */
  constructor(size: number) {
    this.#words = new Uint32Array((size + 31) >>> 5);
  }

  addAll(numbers: readonly number[]): void {
    const words = this.#words;
    for (let i = 0; i < numbers.length; i++) {
      const number = numbers[i] as number;
      words[number >>> 5] = (words[number >>> 5] as number) | (1 << (number & 31));
    }
  }

  has(number: number): boolean {
    return ((this.#words[number >>> 5] as number) & (1 << (number & 31))) !== 0;
  }

  /** In ascending order. */
  toArray(): number[] {
    const numbers: number[] = [];
    this.#words.forEach((word, index) => {
      for (let rest = word; rest !== 0; rest &= rest - 1)
        numbers.push(index * 32 + (31 - Math.clz32(rest & -rest)));
    });
    return numbers;
  }
}
