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

  it("keeps series apart whose times are shared, however their paths part", () => {
    const times = fc.uniqueArray(fc.nat(40), { minLength: 1, maxLength: 6 });
    const row = fc.record({
      ids: fc.subarray([1, 2, 3, 4], { minLength: 1 }),
      t: times,
      cut: fc.option(fc.nat(20), { freq: 8 }),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 25 }), (rows) => {
        const head = new Head();
        const expected = new Map<number, Set<number>>();
        const looks: { series: ReturnType<Head["column"]>; t: number[] }[] = [];
        for (const { ids, t, cut } of rows) {
          for (const id of ids) {
            head.add(
              id,
              t,
              t.map((time) => time * 10 + id),
            );
            expected.set(id, new Set([...(expected.get(id) ?? []), ...t]));
          }
          if (cut !== null) {
            head.truncateBefore(cut);
            for (const kept of expected.values()) for (const time of kept) if (time < cut) kept.delete(time);
          }
          for (const id of ids) looks.push({ series: head.column(id), t: [...head.column(id).t] });
        }
        for (const [id, kept] of expected) {
          const sorted = [...kept].sort((a, b) => a - b);
          expect([...head.column(id).t]).toEqual(sorted);
          expect([...head.column(id).v]).toEqual(sorted.map((time) => time * 10 + id));
        }
        for (const { series, t } of looks) expect([...series.t]).toEqual(t);
      }),
      { numRuns: 300 },
    );
  });

  it("keeps the times of series that are written together once", () => {
    const head = new Head();
    for (let t = 0; t < 100; t++) for (const id of [1, 2, 3]) head.add(id, [t], [t]);
    expect(head.series(1)?.line).toBe(head.series(3)?.line);
    for (const id of [1, 2, 3]) head.add(id, [50.5], [0]);
    expect(head.series(1)?.line).toBe(head.series(3)?.line);
    head.truncateBefore(40);
    expect(head.series(1)?.line).toBe(head.series(3)?.line);
    expect(head.column(2).t).toHaveLength(61);
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
