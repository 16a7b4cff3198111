import { describe, expect, it } from "vitest";
import { hideInColumn, snapshotTest, Tombstones } from "@/lib/metrics/embedded/tombstones";

const column = (...t: number[]) => ({ t: Float64Array.from(t), v: Float64Array.from(t, (x) => x * 10) });

describe("snapshotTest", () => {
  it.each([
    ["ended long before", "9", true],
    ["under way", "10", false],
    ["ended, though one before it had not", "11", true],
    ["under way, too", "12", false],
    ["not begun", "13", false],
  ])("knows a transaction that had %s", (_, writtenBy, expected) => {
    expect(snapshotTest("10:13:10,12")(writtenBy)).toBe(expected);
  });

  it("compares numbers, not texts", () => {
    expect(snapshotTest("100:100:")("99")).toBe(true);
    expect(snapshotTest("9:9:")("10")).toBe(false);
  });
});

describe("Tombstones", () => {
  const groups = new Map([[0, 0b10]]);
  const tombstones = new Tombstones([{ id: 1, snapshot: "50:50:", from: 20, to: 30, groups }]);

  it("hides the span of the deleted series in rows that were there, and nothing else", () => {
    const row = {
      ids: Uint32Array.of(1, 2),
      ends: Uint32Array.of(4, 6),
      t: Float64Array.of(10, 20, 30, 31, 20, 30),
      v: Float64Array.of(1, 2, 3, 4, 5, 6),
    };
    expect(tombstones.hideInRow(row, "49")).toEqual({
      ids: Uint32Array.of(1, 2),
      ends: Uint32Array.of(2, 4),
      t: Float64Array.of(10, 31, 20, 30),
      v: Float64Array.of(1, 4, 5, 6),
    });
    expect(tombstones.hideInRow(row, "50")).toBe(row);
  });

  it("hides in segments by their transaction, too", () => {
    expect(tombstones.hiddenIn(0, "49")).toEqual([{ members: 0b10, from: 20, to: 30 }]);
    expect(tombstones.hiddenIn(0, "50")).toBeUndefined();
    expect(tombstones.hiddenIn(1, "49")).toBeUndefined();
  });
});

describe("hideInColumn", () => {
  it.each([
    ["the middle", [{ members: 1, from: 2, to: 3 }], [1, 4]],
    [
      "several spans",
      [
        { members: 1, from: 0, to: 1 },
        { members: 3, from: 4, to: 9 },
      ],
      [2, 3],
    ],
    ["all of it", [{ members: -1, from: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER }], []],
  ])("leaves out %s", (_, hidden, left) => {
    expect(hideInColumn(column(1, 2, 3, 4), 0, hidden)).toEqual(column(...left));
  });

  it("gives back the same column when nothing of it is deleted", () => {
    const whole = column(1, 2, 3);
    expect(hideInColumn(whole, 0, [{ members: 0b10, from: 0, to: 9 }])).toBe(whole);
    expect(hideInColumn(whole, 0, [{ members: 1, from: 4, to: 9 }])).toBe(whole);
  });
});
