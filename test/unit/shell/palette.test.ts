import { describe, expect, it } from "vitest";
import { findMetrics } from "@/components/shell/find-metrics";
import { metricHref } from "@/components/shell/record-hrefs";

describe("findMetrics", () => {
  it("finds by name, by title and in Chinese", () => {
    expect(findMetrics("mysql cpu").map(({ metric }) => metric.name)).toContain("mysql_cpu_usage_ratio");
    expect(findMetrics("MySQL CPU 使用率").map(({ metric }) => metric.name)).toContain(
      "mysql_cpu_usage_ratio",
    );
  });

  it("needs every word", () => {
    expect(findMetrics("mysql nonsense")).toEqual([]);
    expect(findMetrics("  ")).toEqual([]);
  });
});

describe("addresses of records", () => {
  it("adds the metric to the timeline", () => {
    expect(metricHref("up")).toBe("/timeline?add=up");
  });
});
