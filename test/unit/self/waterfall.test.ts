import { describe, expect, it } from "vitest";
import { prepareWaterfall } from "@/components/self/prepare-waterfall";
import { fitSpans } from "@/lib/self/store-traces";

const span = (id: string, parentId: string | null, startMs: number, durationMs: number) => ({
  id,
  parentId,
  name: id,
  startMs,
  durationMs,
  error: null,
  attributes: {},
});
const part = (name: string, startedAt: number, spans: ReturnType<typeof span>[]) => ({
  part: name,
  instance: "h",
  name: "root",
  reason: "slow",
  failed: false,
  startedAt,
  durationMs: 100,
  droppedSpans: 0,
  spans,
});

describe("prepareWaterfall", () => {
  it("puts all parts on one axis, children below their parents in order of time", () => {
    const rows = prepareWaterfall([
      part("web", 1_000, [
        span("root", null, 0, 100),
        span("late", "root", 60, 40),
        span("early", "root", 10, 20),
      ]),
      part("metrics", 1_050, [span("query", "elsewhere", 0, 25)]),
    ]);
    expect(rows.map(({ name, depth, part: of }) => [of, name, depth])).toEqual([
      ["web", "root", 0],
      ["web", "early", 1],
      ["web", "late", 1],
      ["metrics", "query", 0],
    ]);
    expect(rows.map(({ from, width }) => [from, width])).toEqual([
      [0, 1],
      [0.1, 0.2],
      [0.6, 0.4],
      [0.5, 0.25],
    ]);
  });

  it("never draws past its end, and draws what took no time", () => {
    for (const { from, width } of prepareWaterfall([
      part("web", 0, [span("a", null, 0, 0), span("b", "a", 0, 0)]),
    ])) {
      expect(width).toBeGreaterThan(0);
      expect(from + width).toBeLessThanOrEqual(1);
    }
  });
});

it("fitSpans keeps the first spans that fit, without U+0000", () => {
  const long = { ...span("a", null, 0, 1), attributes: { text: `\u0000${"x".repeat(1_000)}` } };
  const { spans, bytes } = fitSpans(Array.from({ length: 200 }, () => long));
  expect(spans.length).toBeGreaterThan(50);
  expect(spans.length).toBeLessThan(64);
  expect(bytes).toBeLessThanOrEqual(64 * 1024);
  expect(JSON.stringify(spans)).not.toContain("\\u0000");
});
