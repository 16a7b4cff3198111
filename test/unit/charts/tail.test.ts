import { describe, expect, it } from "vitest";
import { mergeTail } from "@/components/charts/prepare/tail";

const line = (id: string, points: Record<number, number>) => ({
  id,
  t: Object.keys(points).map(Number),
  v: Object.values(points),
});
const plain = (lines: { id: string; t: ArrayLike<number>; v: ArrayLike<number> }[]) =>
  lines.map(({ id, t, v }) => ({ id, t: Array.from(t), v: Array.from(v) }));

describe("mergeTail", () => {
  it("replaces what was fetched again and drops what left the window", () => {
    const merged = mergeTail(
      [line("a", { 10: 1, 20: 2, 30: 3 })],
      [line("a", { 30: 33, 40: 4 })],
      { from: 30, to: 40 },
      20,
    );
    expect(plain(merged)).toEqual([{ id: "a", t: [20, 30, 40], v: [2, 33, 4] }]);
  });
  it("takes back a point that is gone from the answer", () => {
    const merged = mergeTail([line("a", { 10: 1, 20: 2 })], [], { from: 20, to: 40 }, 0);
    expect(plain(merged)).toEqual([{ id: "a", t: [10], v: [1] }]);
  });
  it("adds a new series and forgets one without points", () => {
    const merged = mergeTail([line("old", { 10: 1 })], [line("new", { 40: 4 })], { from: 30, to: 40 }, 20);
    expect(plain(merged)).toEqual([{ id: "new", t: [40], v: [4] }]);
  });
  it("leaves what was held untouched", () => {
    const held = [line("a", { 10: 1 })];
    mergeTail(held, [line("a", { 10: 5 })], { from: 10, to: 10 }, 0);
    expect(held).toEqual([line("a", { 10: 1 })]);
  });
});
