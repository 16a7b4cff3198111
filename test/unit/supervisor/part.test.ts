import { describe, expect, it } from "vitest";
import { restartAfterMs } from "@/lib/supervisor/part";

describe("restartAfterMs", () => {
  const waits = (periodMs: number, count: number): number[] =>
    Array.from({ length: count }, (_, i) => {
      const ends = Array.from({ length: i + 1 }, (_, k) => k * periodMs);
      return restartAfterMs(ends, i * periodMs);
    });

  it("starts a part at once that is killed now and then, however often", () => {
    expect(new Set(waits(7_000, 100))).toEqual(new Set([500]));
  });

  it("waits longer and longer for one that ends right after each start", () => {
    const found = waits(600, 20);
    expect(found.slice(0, 10)).toEqual(Array(10).fill(500));
    expect(found.slice(10, 16)).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
  });
});
