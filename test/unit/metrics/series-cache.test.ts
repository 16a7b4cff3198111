import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SegmentRef } from "@/lib/metrics/embedded/directory";
import { Head } from "@/lib/metrics/embedded/head";
import { encodeSegment, Segment } from "@/lib/metrics/embedded/segment";
import { SeriesCache } from "@/lib/metrics/embedded/series-cache";

/** Series of group 0, by slot. Slot 1 has the times of slot 0, slot 2 has every second of them. */
const SLOTS = [0, 1, 2];
const valueOf = (slot: number, t: number) => t * 10 + slot;
const timesOf = (slot: number, times: readonly number[]) =>
  slot === 2 ? times.filter((t) => t % 2 === 0) : times;
const sorted = (times: Iterable<number>) => [...new Set(times)].sort((a, b) => a - b);

class Store {
  readonly segments = new Map<number, { ref: SegmentRef; segment: Segment }>();
  readonly times = new Set<number>();
  head = new Head();
  #ids = 0;

  write(times: readonly number[]): void {
    for (const t of times) this.times.add(t);
    for (const slot of SLOTS) {
      const own = timesOf(slot, times);
      this.head.add(
        slot,
        own,
        own.map((t) => valueOf(slot, t)),
      );
    }
  }

  /** Moves what is before `boundary` into a segment, as a fold does. */
  fold(boundary: number): void {
    const columns = new Map(
      SLOTS.flatMap((slot) => {
        const { t } = this.head.column(slot);
        const old = t.filter((time) => time < boundary);
        return old.length > 0 ? [[slot, { t: old, v: old.map((time) => valueOf(slot, time)) }] as const] : [];
      }),
    );
    if (columns.size > 0) {
      const { payload, ...span } = encodeSegment(columns);
      const ref = { id: ++this.#ids, group: 0, ...span };
      this.segments.set(ref.id, { ref, segment: new Segment(ref.members, payload) });
    }
    this.head.truncateBefore(boundary);
  }

  hide(id: number, from: number, to: number): void {
    const stored = this.segments.get(id);
    if (!stored) return;
    for (const t of stored.segment.times(0) ?? []) if (t >= from && t <= to) this.times.delete(t);
    const hidden = [...(stored.ref.hidden ?? []), { members: 0b111, from, to }];
    this.segments.set(id, { ...stored, ref: { ...stored.ref, hidden } });
  }

  drop(id: number): void {
    const gone = this.segments.get(id);
    if (!gone) return;
    for (const t of gone.segment.times(0) ?? []) this.times.delete(t);
    this.segments.delete(id);
  }
}

function read(store: Store, cache: SeriesCache, slot: number, from: number, to: number): [number, number][] {
  const refs = [...store.segments.values()]
    .map(({ ref }) => ref)
    .filter((ref) => ref.from <= to && ref.to >= from);
  const group = cache.group(0, refs, { from, to, current: (id) => store.segments.get(id)?.ref });
  if (!group.bySlot.has(slot)) cache.unpack(group, slot, (id) => store.segments.get(id)?.segment);
  const { t, v, start, end } = cache.window(group, slot, store.head.series(slot), from, to);
  cache.shrink();
  return Array.from(t.subarray(start, end), (time, i) => [time, v[start + i] ?? Number.NaN]);
}

describe("SeriesCache", () => {
  const steps = fc.array(
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({ write: fc.uniqueArray(fc.nat(100), { minLength: 1, maxLength: 12 }) }),
      },
      { weight: 2, arbitrary: fc.record({ fold: fc.nat(100) }) },
      { weight: 1, arbitrary: fc.record({ hide: fc.nat(3), from: fc.nat(100) }) },
      { weight: 1, arbitrary: fc.record({ drop: fc.nat(3) }) },
      {
        weight: 8,
        arbitrary: fc.record({ slot: fc.constantFrom(...SLOTS), from: fc.nat(100), length: fc.nat(100) }),
      },
    ),
    { maxLength: 40 },
  );

  it.each([0, 1_000_000])(
    "reads what is stored, whatever is written, folded, deleted and dropped, within %i bytes",
    (budget) => {
      fc.assert(
        fc.property(steps, (all) => {
          const store = new Store();
          const cache = new SeriesCache(budget);
          const answers: { found: number[][]; wanted: number[][] }[] = [];
          for (const step of all) {
            // A moment is written once: folding it twice with the same value is the codec's matter.
            if ("write" in step) store.write(sorted(step.write.filter((t) => !store.times.has(t))));
            else if ("fold" in step) store.fold(step.fold);
            else if ("hide" in step) store.hide(step.hide, step.from, step.from + 30);
            else if ("drop" in step) store.drop(step.drop);
            else {
              const [from, to] = [step.from, step.from + step.length];
              const wanted = timesOf(step.slot, sorted(store.times)).filter((t) => t >= from && t <= to);
              const found = read(store, cache, step.slot, from, to);
              answers.push({ found, wanted: wanted.map((t) => [t, valueOf(step.slot, t)]) });
            }
          }
          for (const { found, wanted } of answers) expect(found).toEqual(wanted);
          expect(cache.bytes).toBeGreaterThanOrEqual(0);
        }),
        { numRuns: 500 },
      );
    },
  );

  it("does not change what it handed out when samples come behind it or among it", () => {
    const store = new Store();
    const cache = new SeriesCache(1_000_000);
    store.write([1, 2, 3, 4]);
    store.fold(3);
    const refs = [...store.segments.values()].map(({ ref }) => ref);
    const group = cache.group(0, refs, { from: 0, to: 100, current: (id) => store.segments.get(id)?.ref });
    cache.unpack(group, 0, (id) => store.segments.get(id)?.segment);
    const before = cache.window(group, 0, store.head.series(0), 0, 100);
    const seen = () => [before.t.slice(before.start, before.end), before.v.slice(before.start, before.end)];
    const then = seen();
    store.write([6, 8]);
    expect(read(store, cache, 0, 0, 100)).toHaveLength(6);
    store.write([5, 7]);
    expect(read(store, cache, 0, 0, 100)).toHaveLength(8);
    expect(seen()).toEqual(then);
  });

  it("shares the times of series that have the same", () => {
    const store = new Store();
    const cache = new SeriesCache(1_000_000);
    store.write([2, 4, 6, 8]);
    store.fold(5);
    const refs = [...store.segments.values()].map(({ ref }) => ref);
    const group = cache.group(0, refs, { from: 0, to: 100, current: (id) => store.segments.get(id)?.ref });
    const windows = SLOTS.map((slot) => {
      cache.unpack(group, slot, (id) => store.segments.get(id)?.segment);
      return cache.window(group, slot, store.head.series(slot), 0, 100);
    });
    expect(new Set(windows.map(({ t }) => t)).size).toBe(1);
  });
});
