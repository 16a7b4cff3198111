import { describe, expect, it } from "vitest";
import { findMetrics } from "@/components/shell/find-metrics";
import { metricHref, resourceHref } from "@/components/shell/record-hrefs";

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

  it("shows the resource alone", () => {
    const href = resourceHref({ id: "mysql-order-0", product: "mysql" });
    const added = new URLSearchParams(href.split("?")[1]).get("add");
    expect(added).toMatch(/^mysql_\w+\{resource="mysql-order-0"\}$/);
  });

  it("shows every series of a resource that is no product of ours", () => {
    const href = resourceHref({ id: 'node"1', product: "node_exporter" });
    expect(new URLSearchParams(href.split("?")[1]).get("add")).toBe('{resource="node\\"1"}');
  });
});
