import { describe, expect, it } from "vitest";
import { findLabelFault } from "@/lib/metrics/labels";
import type { Dialect } from "@/lib/promql/dialect";
import { evaluateInstant } from "@/lib/promql/evaluate";
import { parseExpr, parseSeriesSelector } from "@/lib/promql/parse";
import { printExpr } from "@/lib/promql/print";
import { makeSeries, MemorySource } from "../../support/memory-source";

const minutes = (labels: Record<string, string>, values: readonly (number | null)[]) =>
  makeSeries(labels, values, { stepMs: 60_000 });

/** One sample a minute from 0 on, unless said. */
const source = new MemorySource([
  minutes({ __name__: "m" }, [0, 1, 2, 3, 4, 5]),
  minutes({ __name__: "old" }, [7]),
  minutes({ __name__: "young_total" }, [null, null, null, null, null, 8, 18, 28, 38, 48, 58]),
  minutes({ __name__: "http.requests", "service.name": "shop" }, [1, 2, 3, 4, 5, 6]),
  minutes({ __name__: "text", note: "foo\nbar" }, [1, 1, 1, 1, 1, 1]),
  ...Object.entries({ "1": 1e13, "2": 1e13 + 1, "+Inf": 2e13 }).map(([le, count]) =>
    minutes({ __name__: "rounded_bucket", le }, [count, count, count, count, count, count]),
  ),
]);

async function ask(query: string, dialect: Dialect, at = 300_000): Promise<number[] | string> {
  try {
    const result = await evaluateInstant(source, query, at, { dialect });
    if (result.type === "vector") return result.samples.map(({ v }) => v);
    return result.type === "matrix" ? result.series.flatMap(({ t }) => [...t]) : [Number(result.v)];
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const rounded = (answer: readonly number[] | string) =>
  typeof answer === "string" ? answer : answer.map((value) => Number(value.toPrecision(9)));

// Each row names the section of the migration guide to Prometheus 3.0, or the page, that says so:
// https://prometheus.io/docs/prometheus/latest/migration/
describe("the dialects", () => {
  it.each([
    // "Range selectors and lookback exclude samples coinciding with the left boundary"
    ["count_over_time(m[5m])", [6], [5]],
    ["count_over_time(m[5m] offset 30s)", [5], [5]],
    ["m[2m]", [180_000, 240_000, 300_000], [240_000, 300_000]],
    ["old", [7], []],
    ["old offset 1ms", [7], [7]],
    ["timestamp(old)", [0], []],
    ["count_over_time(m[1m:1m])", [2], [1]],
    ["count_over_time(m[2m:1m])", [3], [2]],
    ["rate(m[1m:1m])", [1 / 60], []],
    ["count_over_time(m[5m] @ 240)", [5], [5]],
    // "holt_winters function renamed"
    ["holt_winters(m[3m], 0.5, 0.5)", [5], '1:1: parse error: unknown function with name "holt_winters"'],
    [
      "double_exponential_smoothing(m[3m], 0.5, 0.5)",
      '1:1: parse error: function "double_exponential_smoothing" is not enabled',
      [5],
    ],
    // "Regular expressions match newlines"
    ['text{note=~"foo.bar"}', [], [1]],
    ['text{note!~"foo.*"}', [1], []],
    ['text{note=~"foo[^\\n]bar"}', [], []],
    ['label_replace(text, "note", "", "note", "foo(.*)") * 2', [2], [2]],
    ['count(label_replace(text, "x", "$1", "note", "foo(.+)")) by (x)', [1], [1]],
    // "UTF-8 names"
    [
      '{"http.requests"}',
      String.raw`1:2: parse error: unexpected string "\"http.requ"... in label matching, expected identifier or "}"`,
      [6],
    ],
    [
      'sum by ("service.name") ({"http.requests"})',
      String.raw`1:9: parse error: unexpected string "\"service.n"... in grouping opts, expected label`,
      [6],
    ],
    ['count_values("a.b", m)', 'invalid label name "a.b"', [1]],
    ['label_replace(m, "a.b", "x", "", "")', "invalid destination label name in label_replace(): a.b", [5]],
    ['label_join(m, "a.b", "", "c d")', "invalid destination label name in label_join(): a.b", [5]],
    // Query functions, histogram_quantile: differences of less than a trillionth of both buckets are no differences
    ["histogram_quantile(0.500000000000025, rounded_bucket)", [1.5], [2]],
    // Prometheus 3 extrapolates a counter to zero only as far as it extrapolates at all, half of a spacing
    ["increase(young_total[10m])", [58], [55]],
  ])("%s is %j in Prometheus 2.42, %j in Prometheus 3", async (query, in2, in3) => {
    const at = query.includes("young") ? 600_000 : 300_000;
    const answers = [await ask(query, "2", at), await ask(query, "3", at)];
    expect(answers.map(rounded)).toEqual([in2, in3].map(rounded));
  });
});

describe("UTF-8 names", () => {
  it.each([
    ['{"http.requests"}', '{"http.requests"}'],
    ['{"up"}', "up"],
    [`{'http.requests', a="b", "c.d"!="e"}`, '{"http.requests","c.d"!="e",a="b"}'],
    ['up{"c d"=~"x",}', 'up{"c d"=~"x"}'],
    ['sum by (a, "b.c") (up)', 'sum by (a, "b.c") (up)'],
    ['a * on ("b.c") group_left ("d.e") b', 'a * on ("b.c") group_left ("d.e") b'],
    [String.raw`{"a\"b"}`, String.raw`{"a\"b"}`],
  ])("%s prints as %s", (query, printed) => {
    expect(printExpr(parseExpr(query, "3"))).toBe(printed);
    expect(printExpr(parseExpr(printed, "3"))).toBe(printed);
  });

  it.each([
    ['up{"down"}', '1:4: parse error: metric name must not be set twice: "up" or "down"'],
    ['{"up","down"}', '1:7: parse error: metric name must not be set twice: "up" or "down"'],
    ['{"up",__name__="down"}', '1:1: parse error: metric name must not be set twice: "up" or "down"'],
    ['{"a"=b}', '1:6: parse error: unexpected identifier "b" in label matching, expected string'],
  ])("%s is refused: %s", (query, message) => {
    expect(() => parseExpr(query, "3")).toThrow(message);
  });

  it("stand in a selector of a list", () => {
    expect(parseSeriesSelector('{"http.requests"}', "3")).toEqual([
      { name: "__name__", type: "=", value: "http.requests" },
    ]);
  });

  it.each([
    [{ __name__: "http.requests" }, "metric_name_invalid"],
    [{ __name__: "up", "service.name": "x" }, "label_name_invalid"],
    [{ __name__: "温度" }, "metric_name_invalid"],
  ])("%j are stored in Prometheus 3's dialect alone", (labels, code) => {
    expect(findLabelFault(labels, "2")?.code).toBe(code);
    expect(findLabelFault(labels, "3")).toBeNull();
  });

  it("are never empty or torn", () => {
    expect(findLabelFault({ __name__: "up", "": "x" }, "3")?.code).toBe("label_name_invalid");
    expect(findLabelFault({ __name__: "\ud800" }, "3")?.code).toBe("metric_name_invalid");
  });
});
