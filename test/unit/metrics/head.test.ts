import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { winner } from "@/lib/metrics/embedded/column";
import { Head } from "@/lib/metrics/embedded/head";

const ID = 1;

describe("head", () => {
  it("holds each moment once and in order, whatever comes in whatever order, and never changes what it handed out", () => {
    const write = fc.array(fc.tuple(fc.nat(60), fc.nat(3)), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(fc.array(fc.record({ write, look: fc.boolean() }), { maxLength: 30 }), (steps) => {
        const head = new Head();
        const expected = new Map<number, number>();
        const looks: { column: ReturnType<Head["column"]>; t: number[]; v: number[] }[] = [];
        for (const { write: pairs, look } of steps) {
          head.add(
            ID,
            pairs.map(([t]) => t),
            pairs.map(([, v]) => v),
          );
          for (const [t, v] of pairs) expected.set(t, winner(expected.get(t) ?? -1, v));
          if (!look) continue;
          const column = head.column(ID);
          looks.push({ column, t: [...column.t], v: [...column.v] });
        }
        const times = [...expected.keys()].sort((a, b) => a - b);
        const { t, v } = head.column(ID);
        expect([...t]).toEqual(times);
        expect([...v]).toEqual(times.map((time) => expected.get(time)));
        for (const { column, ...then } of looks) expect({ t: [...column.t], v: [...column.v] }).toEqual(then);
      }),
    );
  });

  it("forgets what lies before a boundary, and still knows how new a series is", () => {
    const head = new Head();
    head.add(ID, [1, 2, 3], [1, 2, 3]);
    const before = head.column(ID);
    head.truncateBefore(3);
    expect([...head.column(ID).t]).toEqual([3]);
    expect([...before.t]).toEqual([1, 2, 3]);
    head.truncateBefore(10);
    expect(head.column(ID).t).toHaveLength(0);
    expect(head.newestOf(ID)).toBe(3);
    expect(head.valueAt(ID, 3)).toBeUndefined();
  });
});
