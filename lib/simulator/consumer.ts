/** A service that reads from a queue. */
export interface Consumer {
  /** Share of its strength that it works with now, 0 to 1: what it cannot work off it does not confirm. */
  strength(): number;
}

export const isConsumer = (part: object): part is Consumer =>
  "strength" in part && typeof part.strength === "function";
