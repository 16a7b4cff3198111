import { describe, expect, it } from "vitest";
import { Head } from "@/lib/metrics/embedded/head";
import { findLate } from "@/lib/metrics/embedded/stored-samples";

describe("findLate", () => {
  it("finds nothing to look up among samples in order, whatever segments there are", () => {
    const head = new Head();
    head.add(1, [100], [0]);
    head.noteSegment([1, 2], 90);
    expect(findLate(head, [1, 2, 3, null], [{ t: [101] }, { t: [91] }, { t: [91] }, { t: [1] }])).toEqual([]);
    // Nor where the series is new: nothing of it can be stored.
    expect(findLate(head, [3], [{ t: [50] }])).toEqual([]);
  });

  it("finds what a segment may hold, with the span of all its samples", () => {
    const head = new Head();
    head.add(1, [100], [0]);
    head.noteSegment([1, 2], 90);
    expect(findLate(head, [1, 2, 2], [{ t: [80] }, { t: [95, 70] }, { t: [85] }])).toEqual([
      { id: 1, from: 80, to: 80 },
      { id: 2, from: 70, to: 95 },
    ]);
  });

  it("asks once how new a series is, until a later segment comes", () => {
    const head = new Head();
    head.noteSegment([1], 90);
    expect(head.isNewestKnown(1)).toBe(false);
    head.noteNewest(1, 40);
    head.settleNewest(1, 90);
    expect([head.isNewestKnown(1), head.newestOf(1)]).toEqual([true, 40]);
    expect(findLate(head, [1], [{ t: [50] }])).toEqual([]);
    head.noteSegment([1], 120);
    expect(head.isNewestKnown(1)).toBe(false);
    // A segment that came while the older ones were read is not settled with them.
    head.settleNewest(1, 90);
    expect(head.isNewestKnown(1)).toBe(false);
  });
});
