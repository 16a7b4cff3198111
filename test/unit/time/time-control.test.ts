import { describe, expect, it } from "vitest";
import { parseLocalDateTime, toLocalDateTime } from "@/components/time/local-date-time";
import { quickRangeOf } from "@/components/time/quick-ranges";
import { episodeHref, timelineHref } from "@/components/time/timeline-href";

describe("local date and time", () => {
  it("reads what it writes, to the second", () => {
    const at = Date.UTC(2026, 10, 20, 8, 46, 5);
    expect(parseLocalDateTime(toLocalDateTime(at))).toBe(at);
  });

  it.each(["", "2026-11-20", "soon"])("refuses %j", (text) => {
    expect(parseLocalDateTime(text)).toBeNull();
  });
});

describe("quickRangeOf", () => {
  it("knows its own ranges and no others", () => {
    expect(quickRangeOf({ from: "now-6h", to: "now" })).toBe("6h");
    expect(quickRangeOf({ from: "now-5h", to: "now" })).toBeUndefined();
    expect(quickRangeOf({ from: "now-6h", to: "now-1h" })).toBeUndefined();
  });
});

describe("addresses of the timeline", () => {
  it("names the window, and the event whose time it is in", () => {
    expect(timelineHref({ from: 1, to: 2 })).toBe("/timeline?from=1&to=2");
    expect(timelineHref({ from: 1, to: 2 }, "mall-day")).toBe(
      "/timeline?from=1&to=2&axis=event&event=mall-day",
    );
  });

  it("shows ten minutes around an episode and follows an open one", () => {
    expect(episodeHref(1_000_000, 2_000_000)).toBe("/timeline?from=400000&to=2600000");
    expect(episodeHref(1_000_000, null)).toBe("/timeline?from=400000&to=now");
  });
});
