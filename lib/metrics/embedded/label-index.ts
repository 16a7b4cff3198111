import type { Labels } from "@/lib/metrics/store";
import type { Matcher } from "@/lib/promql/source";
import { canonicalLabels, labelValue } from "@/lib/metrics/labels";
import { matcherLiterals, matcherTest } from "@/lib/promql/regex";
import { BitSet } from "./bit-set";

/** A value of a label and the places of the series that have it, ascending. */
interface Posting {
  value: string;
  places: number[];
}

type Values = Map<string, Posting>;

/** Puts a place where it belongs; places are mostly given in ascending order. */
function insertSorted(places: number[], place: number): void {
  const last = places.at(-1);
  if (last === undefined || last < place) {
    places.push(place);
    return;
  }
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((places[middle] as number) < place) low = middle + 1;
    else high = middle;
  }
  if (places[low] !== place) places.splice(low, 0, place);
}

/** What both lists have; both ascend. */
function intersect(a: readonly number[], b: readonly number[]): number[] {
  const both: number[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const difference = (a[i] as number) - (b[j] as number);
    if (difference === 0) {
      both.push(a[i] as number);
      i++;
      j++;
    } else if (difference < 0) i++;
    else j++;
  }
  return both;
}

/**
 * Every known series, by id, by label set and by each label's value. Lives in memory, one a process.
 *
 * Postings hold places: dense numbers, given anew when their series has left, so that a set of them is a few bytes a
 * series however many series there ever were.
 */
export class LabelIndex {
  readonly #places = new Map<number, number>();
  readonly #byCanonical = new Map<string, number>();
  /** By place. */
  readonly #ids: number[] = [];
  readonly #labels: (Labels | undefined)[] = [];
  readonly #free: number[] = [];
  readonly #postings = new Map<string, Values>();

  /** Number of series. */
  get size(): number {
    return this.#places.size;
  }

  add(id: number, labels: Labels): void {
    if (this.#places.has(id)) return;
    const place = this.#free.pop() ?? this.#ids.length;
    this.#places.set(id, place);
    this.#ids[place] = id;
    this.#byCanonical.set(canonicalLabels(labels), id);
    const pairs: [name: string, value: string][] = [];
    for (const [name, value] of Object.entries(labels)) {
      let values = this.#postings.get(name);
      if (!values) this.#postings.set(name, (values = new Map()));
      let posting = values.get(value);
      if (!posting) values.set(value, (posting = { value, places: [] }));
      insertSorted(posting.places, place);
      // One copy of each text for all series that have it.
      pairs.push([name, posting.value]);
    }
    this.#labels[place] = Object.fromEntries(pairs);
  }

  /** Forgets series. In one go: each posting that names any of them is walked once. */
  remove(ids: Iterable<number>): void {
    const gone = new Set<number>();
    const touched = new Map<Posting, Values>();
    for (const id of ids) {
      const place = this.#places.get(id);
      if (place === undefined) continue;
      const labels = this.#labels[place] as Labels;
      gone.add(place);
      this.#places.delete(id);
      // The label set may have another id by now.
      const canonical = canonicalLabels(labels);
      if (this.#byCanonical.get(canonical) === id) this.#byCanonical.delete(canonical);
      this.#labels[place] = undefined;
      for (const [name, value] of Object.entries(labels)) {
        const values = this.#postings.get(name);
        const posting = values?.get(value);
        if (values && posting) touched.set(posting, values);
      }
    }
    for (const [posting, values] of touched) {
      posting.places = posting.places.filter((place) => !gone.has(place));
      if (posting.places.length === 0) values.delete(posting.value);
    }
    for (const [name, values] of this.#postings) if (values.size === 0) this.#postings.delete(name);
    // Descending, so that the lowest are given first and postings stay short to insert into.
    this.#free.push(...[...gone].sort((a, b) => b - a));
  }

  has(id: number): boolean {
    return this.#places.has(id);
  }

  ids(): Iterable<number> {
    return this.#places.keys();
  }

  idOf(canonical: string): number | undefined {
    return this.#byCanonical.get(canonical);
  }

  /** @throws TypeError for an id that is not there. */
  labelsOf(id: number): Labels {
    const labels = this.#labels[this.#places.get(id) ?? -1];
    if (!labels) throw new TypeError(`The series ${id} is not in the index.`);
    return labels;
  }

  /**
   * Ids of the series that fit all matchers, ascending. Matchers whose values are spelled out are looked up and
   * intersected; each of the others is then run over the values of its label, or over those of the candidates,
   * whichever are fewer.
   *
   * @throws InvalidError on a bad regex.
   */
  select(matchers: readonly Matcher[]): number[] {
    let candidates: number[] | undefined;
    const rest: CompiledMatcher[] = [];
    for (const matcher of matchers) {
      const compiled = compile(matcher);
      const looked = this.#lookUp(compiled);
      if (looked === undefined) rest.push(compiled);
      else candidates = candidates === undefined ? looked : intersect(candidates, looked);
    }
    // Those that fit a missing label only take away: they come last.
    rest.sort((a, b) => Number(a.fitsMissing) - Number(b.fitsMissing));
    for (const matcher of rest) candidates = this.#narrow(candidates, matcher);
    const places = candidates ?? this.#all();
    const ids = places.map((place) => this.#ids[place] as number);
    return isAscending(ids) ? ids : ids.sort((a, b) => a - b);
  }

  #all(): number[] {
    return [...this.#places.values()].sort((a, b) => a - b);
  }

  /** Places of the series that fit, where the values that do are spelled out; undefined when they are not. */
  #lookUp({ matcher, literals, fitsMissing }: CompiledMatcher): number[] | undefined {
    const isPositive = matcher.type === "=" || matcher.type === "=~";
    if (!isPositive || literals.kind !== "exact" || fitsMissing) return undefined;
    const values = this.#postings.get(matcher.name);
    const lists = literals.texts.flatMap((text) => values?.get(text)?.places ?? []);
    if (literals.texts.length === 1) return lists;
    return this.#union(literals.texts.flatMap((text) => values?.get(text) ?? [])).toArray();
  }

  #union(postings: readonly Posting[]): BitSet {
    const union = new BitSet(this.#ids.length);
    for (const { places } of postings) union.addAll(places);
    return union;
  }

  #narrow(candidates: number[] | undefined, matcher: CompiledMatcher): number[] {
    const values = this.#postings.get(matcher.matcher.name);
    if (!values) return matcher.fitsMissing ? (candidates ?? this.#all()) : [];
    if (candidates !== undefined && candidates.length < values.size) {
      const { name } = matcher.matcher;
      const fits = memoize(matcher.fits);
      return candidates.filter((place) => fits(labelValue(this.#labels[place] as Labels, name)));
    }
    if (!matcher.fitsMissing) {
      const fitting = this.#union(fittingValues(values, matcher));
      return candidates === undefined ? fitting.toArray() : candidates.filter((place) => fitting.has(place));
    }
    // A series without the label fits, so what does not fit is taken away.
    const refused = this.#union([...values.values()].filter(({ value }) => !matcher.fits(value)));
    return (candidates ?? this.#all()).filter((place) => !refused.has(place));
  }
}

interface CompiledMatcher {
  matcher: Matcher;
  literals: ReturnType<typeof matcherLiterals>;
  fits: (value: string) => boolean;
  /** Whether a series without the label fits. */
  fitsMissing: boolean;
}

function compile(matcher: Matcher): CompiledMatcher {
  const fits = matcherTest(matcher);
  return { matcher, literals: matcherLiterals(matcher), fits, fitsMissing: fits("") };
}

/** To compare with more beginnings than this costs as much as to run the pattern. */
const PREFIXES_MAX = 16;

/** The pattern is run only over values that begin as it does. */
function fittingValues(values: Values, { matcher, literals, fits }: CompiledMatcher): Posting[] {
  const isKnown =
    matcher.type === "=~" && literals.kind === "prefixes" && literals.texts.length <= PREFIXES_MAX;
  const prefixes = isKnown ? literals.texts : [""];
  const found: Posting[] = [];
  for (const posting of values.values()) {
    const { value } = posting;
    if (prefixes.some((prefix) => value.startsWith(prefix)) && fits(value)) found.push(posting);
  }
  return found;
}

/** Lives for one selection. */
function memoize(test: (value: string) => boolean): (value: string) => boolean {
  const known = new Map<string, boolean>();
  return (value) => {
    let verdict = known.get(value);
    if (verdict === undefined) known.set(value, (verdict = test(value)));
    return verdict;
  };
}

function isAscending(numbers: readonly number[]): boolean {
  for (let i = 1; i < numbers.length; i++)
    if ((numbers[i] as number) <= (numbers[i - 1] as number)) return false;
  return true;
}
