import { describe, expect, it } from "vitest";
import { isLiveRange, parseInstant, relativeFrom, resolveRange } from "@/lib/core/time-range";

const NOW = 1_763_600_000_000;

describe("parseInstant", () => {
  it.each([
    ["now", NOW],
    ["now-6h", NOW - 21_600_000],
    ["now-90s", NOW - 90_000],
    ["now+30m", NOW + 1_800_000],
    ["now-2d", NOW - 172_800_000],
    ["now-1w", NOW - 604_800_000],
    ["1763500000000", 1_763_500_000_000],
  ])("reads %s", (text, expected) => {
    expect(parseInstant(text, NOW)).toBe(expected);
  });

  it.each(["", "later", "now-", "now-6", "now-6y", "-5", "1e9", "now - 6h", "9".repeat(16)])(
    "refuses %j",
    (text) => {
      expect(parseInstant(text, NOW)).toBeNull();
    },
  );
});

describe("resolveRange", () => {
  it("gives both ends in Unix ms", () => {
    expect(resolveRange({ from: "now-1h", to: "now" }, NOW)).toEqual({ from: NOW - 3_600_000, to: NOW });
  });

  it.each([
    { from: "now", to: "now" },
    { from: "now", to: "now-1h" },
    { from: "nonsense", to: "now" },
  ])("gives nothing for $from to $to", (range) => {
    expect(resolveRange(range, NOW)).toBeNull();
  });
});

describe("relativeFrom", () => {
  it.each(["now-6h", "now-90s", "now-15m", "now-1d", "now-1w", "now-100m"])(
    "is the inverse of parseInstant for %s",
    (text) => {
      const from = parseInstant(text, NOW);
      expect(parseInstant(relativeFrom(NOW - (from ?? 0)), NOW)).toBe(from);
    },
  );

  it("chooses the largest unit that divides the width", () => {
    expect(relativeFrom(86_400_000)).toBe("now-1d");
    expect(relativeFrom(5_400_000)).toBe("now-90m");
  });
});

describe("isLiveRange", () => {
  it("is live only when the end is now", () => {
    expect(isLiveRange({ from: "now-1h", to: "now" })).toBe(true);
    expect(isLiveRange({ from: "now-2h", to: "now-1h" })).toBe(false);
    expect(isLiveRange({ from: "now-2h", to: String(NOW) })).toBe(false);
  });
});
