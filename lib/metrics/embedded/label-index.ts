import type { Labels } from "@/lib/metrics/store";
import type { Matcher } from "@/lib/promql/source";
import { canonicalLabels, labelValue } from "@/lib/metrics/labels";
import { matcherTest } from "@/lib/promql/regex";

interface IndexedSeries {
  id: number;
  labels: Labels;
}

/** A label has few values and a query asks of each thousands of times. Lives for one selection. */
function memoize(test: (value: string) => boolean): (value: string) => boolean {
  const known = new Map<string, boolean>();
  return (value) => {
    let verdict = known.get(value);
    if (verdict === undefined) known.set(value, (verdict = test(value)));
    return verdict;
  };
}

/** Ids in ascending order, each once. */
function insertSorted(ids: number[], id: number): void {
  const last = ids.at(-1);
  if (last === undefined || last < id) {
    ids.push(id);
    return;
  }
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[middle] as number) < id) low = middle + 1;
    else high = middle;
  }
  if (ids[low] !== id) ids.splice(low, 0, id);
}

/** Every known series, by id, by label set and by each label's value. Lives in memory, one a process. */
export class LabelIndex {
  readonly #byId = new Map<number, IndexedSeries>();
  readonly #byCanonical = new Map<string, number>();
  /** name → value → ids */
  readonly #postings = new Map<string, Map<string, number[]>>();

  get size(): number {
    return this.#byId.size;
  }

  add(id: number, labels: Labels): void {
    if (this.#byId.has(id)) return;
    this.#byId.set(id, { id, labels });
    this.#byCanonical.set(canonicalLabels(labels), id);
    for (const [name, value] of Object.entries(labels)) {
      let values = this.#postings.get(name);
      if (!values) this.#postings.set(name, (values = new Map()));
      const ids = values.get(value);
      if (ids) insertSorted(ids, id);
      else values.set(value, [id]);
    }
  }

  has(id: number): boolean {
    return this.#byId.has(id);
  }

  idOf(canonical: string): number | undefined {
    return this.#byCanonical.get(canonical);
  }

  /** @throws TypeError for an id that was never added. */
  labelsOf(id: number): Labels {
    const series = this.#byId.get(id);
    if (!series) throw new TypeError(`The series ${id} is not in the index.`);
    return series.labels;
  }

  /**
   * Ids of the series that fit all matchers, ascending. The matcher with the fewest candidates, counted on postings, is
   * followed; the others are asked of each candidate.
   */
  select(matchers: readonly Matcher[]): number[] {
    const compiled = matchers.map((matcher) => ({
      name: matcher.name,
      fits: memoize(matcherTest(matcher)),
      matcher,
    }));
    let best: { followed: (typeof compiled)[number]; lists: number[][]; count: number } | undefined;
    for (const candidate of compiled) {
      // A matcher that fits "" also fits series without the label, which no posting names.
      if (candidate.fits("")) continue;
      const lists = this.#listsOf(candidate.matcher, candidate.fits);
      const count = lists.reduce((sum, ids) => sum + ids.length, 0);
      if (best === undefined || count < best.count) best = { followed: candidate, lists, count };
    }
    const asked = compiled.filter((candidate) => candidate !== best?.followed);
    const candidates = best === undefined ? [...this.#byId.keys()] : best.lists.flat();
    return candidates
      .filter((id) => asked.every(({ name, fits }) => fits(labelValue(this.labelsOf(id), name))))
      .sort((a, b) => a - b);
  }

  #listsOf({ name, type, value }: Matcher, fits: (value: string) => boolean): number[][] {
    const values = this.#postings.get(name);
    if (!values) return [];
    if (type === "=") {
      const ids = values.get(value);
      return ids ? [ids] : [];
    }
    const lists: number[][] = [];
    for (const [candidate, ids] of values) if (fits(candidate)) lists.push(ids);
    return lists;
  }

  labelNames(): string[] {
    return [...this.#postings.keys()].sort();
  }

  labelValues(name: string): string[] {
    return [...(this.#postings.get(name)?.keys() ?? [])].sort();
  }
}
