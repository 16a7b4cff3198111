import { describe, expect, it } from "vitest";
import { expressionOf, niceStepS, type ExpressionSpec } from "@/lib/chat/answer/promql";
import { parseExpr } from "@/lib/promql/parse";
import { findMetric, PRODUCTS } from "@/lib/products/catalogue";
import { STATISTICS } from "@/lib/chat/plan";

const HALF_HOUR = 1_800_000;
const write = (name: string, over: Partial<ExpressionSpec> = {}) => {
  const found = findMetric(name);
  if (!found) throw new Error(name);
  return expressionOf({
    metric: found.metric,
    filters: [],
    by: null,
    statistic: "latest",
    rangeMs: null,
    ...over,
  });
};

describe("expressionOf", () => {
  it.each<[string, string, Partial<ExpressionSpec>]>([
    ["mysql_cpu_usage_ratio", "mysql_cpu_usage_ratio", {}],
    [
      "mysql_cpu_usage_ratio",
      "max_over_time(mysql_cpu_usage_ratio[30m])",
      { statistic: "max", rangeMs: HALF_HOUR },
    ],
    ["mysql_cpu_usage_ratio", "avg by (zone) (mysql_cpu_usage_ratio)", { by: ["zone"] }],
    ["mysql_connections", "sum(mysql_connections)", { by: [] }],
    // The highest of the totals, not the total of the highest.
    [
      "mysql_connections",
      "max_over_time((sum by (zone) (mysql_connections))[30m:30s])",
      { by: ["zone"], statistic: "max", rangeMs: HALF_HOUR },
    ],
    [
      "mysql_cpu_usage_ratio",
      'mysql_cpu_usage_ratio{zone="zone-a",resource=~"a|b\\\\.c"}',
      {
        filters: [
          { label: "zone", values: ["zone-a"] },
          { label: "resource", values: ["a", "b.c"] },
        ],
      },
    ],
    [
      "business_orders_total",
      "sum(increase(business_orders_total[30m]))",
      { by: [], statistic: "sum", rangeMs: HALF_HOUR },
    ],
    [
      "business_orders_total",
      "sum(increase(business_orders_total[30m] offset 1d))",
      { by: [], statistic: "sum", rangeMs: HALF_HOUR, offsetMs: 86_400_000 },
    ],
    [
      "mysql_query_duration_seconds",
      "histogram_quantile(0.95, sum by (resource, le) (rate(mysql_query_duration_seconds_bucket[30m])))",
      { statistic: "p95", rangeMs: HALF_HOUR },
    ],
  ])("%s: %s", (name, expected, over) => {
    expect(write(name, over).replaceAll(/\s+/g, " ").replaceAll("{}", "")).toBe(expected);
  });

  it("writes what the engine parses, for every metric, statistic and grouping", () => {
    const filters = [{ label: "zone" as const, values: ["zone-a", "zone-b"] }];
    for (const { metrics } of PRODUCTS)
      for (const { name } of metrics)
        for (const statistic of STATISTICS)
          for (const by of [null, [], ["zone"]])
            for (const rangeMs of [null, HALF_HOUR])
              for (const offset of [{}, { offsetMs: 3_600_000 }]) {
                const promql = write(name, { statistic, by, rangeMs, filters, ...offset });
                expect(() => parseExpr(promql)).not.toThrow();
                expect(promql).not.toContain("$");
              }
  });
});

describe("niceStepS", () => {
  it("never makes more points than asked", () => {
    for (const span of [60_000, HALF_HOUR, 86_400_000, 15 * 86_400_000, 400 * 86_400_000])
      expect(span / 1000 / niceStepS(span, 160)).toBeLessThanOrEqual(160);
  });
});
