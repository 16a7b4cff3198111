import { METRIC_NAME_LABEL } from "./ast";
import { goQuote } from "./go-quote";

/** Between names and values in keys: less than any other character, and in no name. */
const SEPARATOR = "\u0000";

type LabelRecord = Readonly<Record<string, string>>;

/** A label set in canonical form: names ascending, no empty values. Never changes, so what is derived is kept. */
export class LabelSet {
  static readonly empty = new LabelSet([], []);
  private keyText: string | undefined;
  /** Set with the key: whether no value holds the separator, so that keys have the order of their sets. */
  private isPlain = false;
  private unnamed: LabelSet | undefined;
  private record: LabelRecord | undefined;

  private constructor(
    private readonly names: readonly string[],
    private readonly values: readonly string[],
  ) {}

  /** The same object gives the same LabelSet, so that a store's series are canonicalised once, not once a query. */
  static from(record: LabelRecord): LabelSet {
    const known = interned.get(record);
    if (known !== undefined) return known;
    const entries = Object.entries(record).filter(([, value]) => value !== "");
    const made = LabelSet.ofEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
    interned.set(record, made);
    return made;
  }

  private static ofEntries(entries: readonly (readonly [string, string])[]): LabelSet {
    return new LabelSet(
      entries.map(([name]) => name),
      entries.map(([, value]) => value),
    );
  }

  /** Equal for equal sets, different for different ones. */
  get key(): string {
    if (this.keyText === undefined) {
      this.keyText = this.keyOf(() => true);
      this.isPlain = !this.values.some((value) => value.includes(SEPARATOR));
    }
    return this.keyText;
  }

  get(name: string): string {
    const index = this.names.indexOf(name);
    return index < 0 ? "" : (this.values[index] ?? "");
  }

  /** Key of the part whose names pass; for grouping and matching, without building the label set. */
  keyOf(keep: (name: string) => boolean): string {
    let key = "";
    for (let i = 0; i < this.names.length; i++) {
      const name = this.names[i] as string; // Safe because i < length.
      if (keep(name)) key += name + SEPARATOR + (this.values[i] ?? "") + SEPARATOR;
    }
    return key;
  }

  filter(keep: (name: string) => boolean): LabelSet {
    return LabelSet.ofEntries(this.entries().filter(([name]) => keep(name)));
  }

  withoutName(): LabelSet {
    if (this.unnamed === undefined) {
      const hasName = this.names.includes(METRIC_NAME_LABEL);
      this.unnamed = hasName ? this.filter((name) => name !== METRIC_NAME_LABEL) : this;
    }
    return this.unnamed;
  }

  /** An empty value removes the label. */
  with(name: string, value: string): LabelSet {
    const rest = this.entries().filter(([other]) => other !== name);
    if (value !== "") rest.push([name, value]);
    return LabelSet.ofEntries(rest.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  toRecord(): LabelRecord {
    return (this.record ??= Object.fromEntries(this.entries()));
  }

  /** Order of Prometheus `labels.Compare`: pair by pair, then the shorter first. */
  compare(other: LabelSet): number {
    const [key, otherKey] = [this.key, other.key];
    if (this.isPlain && other.isPlain) return compareText(key, otherKey);
    const length = Math.min(this.names.length, other.names.length);
    for (let i = 0; i < length; i++) {
      const name = compareText(this.names[i] as string, other.names[i] as string); // Safe because i < both lengths.
      if (name !== 0) return name;
      const value = compareText(this.values[i] as string, other.values[i] as string); // Safe likewise.
      if (value !== 0) return value;
    }
    return this.names.length - other.names.length;
  }

  /** `{__name__="up", job="a"}`, as Prometheus shows label sets in error texts. */
  toString(): string {
    return `{${this.entries()
      .map(([name, value]) => `${name}=${goQuote(value)}`)
      .join(", ")}}`;
  }

  private entries(): [string, string][] {
    return this.names.map((name, index) => [name, this.values[index] ?? ""]);
  }
}

const interned = new WeakMap<LabelRecord, LabelSet>();

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
