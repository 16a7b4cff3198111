import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accumulate } from "@/lib/metrics/embedded/accumulate";
import { Head } from "@/lib/metrics/embedded/head";
import { HOUR_MS } from "@/lib/core/time";

const T0 = 1_800_000_000_000;
type Change = readonly [start: number, t: number, v: number];
const STALE = new Float64Array(new BigUint64Array([0x7ff0000000000002n]).buffer);
const isStale = (v: Float64Array, i: number) =>
  new BigUint64Array(v.slice(i, i + 1).buffer)[0] === 0x7ff0000000000002n;

/** One series of a store, to which changes are sent request by request. Times are seconds after T0. */
function stream() {
  const head = new Head();
  const ms = (s: number) => (s === 0 ? 0 : T0 + s * 1_000);
  return {
    head,
    send: (...changes: Change[]) => {
      const series = {
        labels: { __name__: "m" },
        start: changes.map(([start]) => ms(start)),
        t: changes.map(([, t]) => ms(t)),
        v: Float64Array.from(changes, ([, , v]) => v),
      };
      const stored = { column: head.column(1), newest: head.newestOf(1) };
      const { t, v, counted, refused } = accumulate(series, stored, undefined);
      head.add(1, t, v);
      return { counted, refused: [...refused].map(([{ code }, count]) => [code, count]) };
    },
    stored: () => {
      const { t, v } = head.column(1);
      return Array.from(t, (time, i) => [(time - T0) / 1_000, v[i]]);
    },
  };
}

describe("accumulate", () => {
  it("begins a stream with zero, and adds what follows", () => {
    const one = stream();
    expect(one.send([10, 20, 5], [20, 30, 2])).toEqual({ counted: 2, refused: [] });
    expect(one.send([30, 40, 1])).toEqual({ counted: 1, refused: [] });
    expect(one.stored()).toEqual([
      [10, 0],
      [20, 5],
      [30, 7],
      [40, 8],
    ]);
  });

  it("begins with the first change when its start is not known or long ago", () => {
    for (const start of [0, 20 - HOUR_MS / 1_000 - 1]) {
      const one = stream();
      one.send([start, 20, 5]);
      expect(one.stored()).toEqual([[20, 5]]);
    }
  });

  it("counts a repeated request once, whole or in part", () => {
    const one = stream();
    one.send([10, 20, 5], [20, 30, 2]);
    const before = one.stored();
    expect(one.send([10, 20, 5], [20, 30, 2])).toEqual({ counted: 2, refused: [] });
    expect(one.stored()).toEqual(before);
    expect(one.send([20, 30, 2], [30, 40, 1])).toEqual({ counted: 2, refused: [] });
    expect(one.stored().at(-1)).toEqual([40, 8]);
  });

  it("goes on after a gap", () => {
    const one = stream();
    one.send([10, 20, 5], [50, 60, 2]);
    expect(one.stored()).toEqual([
      [10, 0],
      [20, 5],
      [60, 7],
    ]);
  });

  it("refuses what would count twice: an overlap, another change for the same moment, a late one", () => {
    const one = stream();
    one.send([10, 20, 5], [20, 30, 2]);
    expect(one.send([25, 40, 9])).toEqual({ counted: 0, refused: [["delta_overlap", 1]] });
    expect(one.send([20, 30, 3])).toEqual({ counted: 0, refused: [["duplicate_sample", 1]] });
    expect(one.send([20, 25, 1])).toEqual({ counted: 0, refused: [["out_of_order", 1]] });
    expect(one.send([15, 30, 2])).toEqual({ counted: 0, refused: [["delta_overlap", 1]] });
    expect(one.send([30, 40, 1]).counted).toBe(1);
    expect(one.stored().at(-1)).toEqual([40, 8]);
  });

  it("marks the end of a stream with the bits of a staleness marker, and goes on from the total", () => {
    const one = stream();
    const { head } = one;
    one.send([10, 20, 5]);
    const series = { labels: {}, start: [0], t: [T0 + 30_000], v: STALE };
    const { t, v } = accumulate(series, { column: head.column(1), newest: head.newestOf(1) }, undefined);
    expect(isStale(v, 0)).toBe(true);
    head.add(1, t, v);
    one.send([40, 50, 1]);
    expect(one.stored().at(-1)).toEqual([50, 6]);
  });

  it("begins again from zero when the newest sample has left the memory", () => {
    const one = stream();
    one.send([10, 20, 5]);
    one.head.truncateBefore(T0 + 3_600_000);
    expect(one.send([7_000, 7_010, 3])).toEqual({ counted: 1, refused: [] });
    expect(one.stored()).toEqual([
      [7_000, 0],
      [7_010, 3],
    ]);
  });

  it("refuses the far future and broken times", () => {
    const head = new Head();
    const series = { labels: {}, start: [0, 0], t: [T0 + 1, 0.5], v: Float64Array.of(1, 1) };
    const { refused, t } = accumulate(series, { column: head.column(1), newest: undefined }, T0);
    expect([...refused.keys()].map(({ code }) => code)).toEqual(["too_far_in_future", "timestamp_invalid"]);
    expect(t.length).toBe(0);
  });

  it("makes the same totals however the changes are cut into requests and however often these are repeated", () => {
    const scenario = fc.record({
      changes: fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 30 }),
      cuts: fc.array(fc.tuple(fc.nat(30), fc.nat(30)), { maxLength: 30 }),
    });
    fc.assert(
      fc.property(scenario, ({ changes, cuts }) => {
        const all = changes.map((v, i): Change => [10 + i * 10, 20 + i * 10, v]);
        const one = stream();
        let done = 0;
        for (const [back, forth] of cuts) {
          // Each request begins somewhere within what was sent, as a retry does, and goes on behind it.
          const from = Math.max(0, done - back);
          const until = Math.min(all.length, Math.max(done, from + forth));
          const part = all.slice(from, until);
          expect(one.send(...part)).toEqual({ counted: part.length, refused: [] });
          done = until;
        }
        one.send(...all);
        const whole = stream();
        whole.send(...all);
        expect(one.stored()).toEqual(whole.stored());
        expect(one.stored().at(-1)?.[1]).toBe(changes.reduce((sum, v) => sum + v, 0));
      }),
    );
  });
});
