import { canonicalLabels } from "@/lib/metrics/labels";
import type { Labels } from "@/lib/metrics/store";

/** As many as remote-write remembers. A sender repeats the same ones with each request. */
const KNOWN_MAX = 200_000;

/** One object for one label set, so that the store knows it at once. */
export class LabelSets {
  #byKey = new Map<string, Labels>();
  #byCanonical = new Map<string, Labels>();

  /** The label set that `make` gives for this key, made once. Other keys may stand for the same label set. */
  get(key: string, make: () => Labels): Labels {
    const known = this.#byKey.get(key);
    if (known) return known;
    const made = make();
    const canonical = canonicalLabels(made);
    const labels = this.#byCanonical.get(canonical) ?? made;
    this.#byCanonical.set(canonical, labels);
    this.#byKey.set(key, labels);
    return labels;
  }

  /** Forgets all when they are too many. Not while a request is read: its equal label sets must stay one object. */
  trim(): void {
    if (this.#byKey.size <= KNOWN_MAX) return;
    this.#byKey = new Map();
    this.#byCanonical = new Map();
  }
}
