import { describe, expect, it } from "vitest";
import { LANE_PANELS } from "@/components/timeline/lane-catalogue";
import { metricNames } from "@/components/timeline/metric-names";
import {
  catalogueView,
  isMetricName,
  rateWindow,
  viewOfMetric,
  withWindow,
} from "@/components/timeline/prepare-view";
import { PRODUCTS } from "@/lib/products/catalogue";
import { parseExpr } from "@/lib/promql/parse";

/** What keeps an expression from being evaluated. */
function faultsOf(expr: string): string[] {
  try {
    parseExpr(expr);
    return [];
  } catch (error) {
    return [`${expr}: ${String(error)}`];
  }
}

describe("catalogueView", () => {
  it("gives PromQL for every metric of the catalogue", () => {
    const expressions = PRODUCTS.flatMap((product) =>
      product.metrics.map((metric) => withWindow(catalogueView(metric).expr, "60s")),
    );
    expect(expressions.length).toBeGreaterThan(30);
    expect(expressions.flatMap(faultsOf)).toEqual([]);
    expect(expressions.filter((expr) => expr.includes("$"))).toEqual([]);
  });
});

describe("LANE_PANELS", () => {
  const panels = Object.values(LANE_PANELS).flat();
  it("reads only metrics that its age is told by, in valid PromQL", () => {
    for (const panel of panels) {
      const expr = withWindow(panel.expr, "60s");
      expect(faultsOf(expr)).toEqual([]);
      expect(metricNames(expr).sort()).toEqual([...panel.metrics].sort());
    }
  });
  it("has no panel twice", () => {
    expect(new Set(panels.map((panel) => panel.id)).size).toBe(panels.length);
  });
});

describe("viewOfMetric", () => {
  it.each([
    ["node_load1", undefined, "node_load1", ""],
    ["prometheus_tsdb_head_series", { type: "gauge", unit: "" }, "prometheus_tsdb_head_series", ""],
    ["node_memory_MemFree_bytes", undefined, "node_memory_MemFree_bytes", "bytes"],
    ["prometheus_http_requests_total", undefined, "rate(prometheus_http_requests_total[$window])", "/second"],
    ["node_cpu_seconds_total", undefined, "rate(node_cpu_seconds_total[$window])", "seconds/second"],
    ["odd_total", { type: "gauge", unit: "" }, "odd_total", ""],
    [
      "counts_without_suffix",
      { type: "counter", unit: "" },
      "rate(counts_without_suffix[$window])",
      "/second",
    ],
    [
      "rpc_duration_seconds_count",
      { type: "histogram", unit: "" },
      "rate(rpc_duration_seconds_count[$window])",
      "/second",
    ],
  ])("shows %s (%o) as %s", (name, metadata, expr, unit) => {
    expect(viewOfMetric(name, metadata)).toEqual({ expr, unit });
  });
  it("takes the 99th percentile of a histogram's buckets", () => {
    const { expr } = viewOfMetric("prometheus_http_request_duration_seconds_bucket");
    expect(expr).toMatch(/^histogram_quantile\(0\.99, /);
    expect(faultsOf(withWindow(expr, "60s"))).toEqual([]);
  });
  it("finds the view of the catalogue by the name of a histogram's series", () => {
    expect(viewOfMetric("mysql_query_duration_seconds_bucket")).toEqual(
      viewOfMetric("mysql_query_duration_seconds"),
    );
  });
});

describe("metricNames", () => {
  it("reads selectors, not functions, labels or modifiers", () => {
    expect(
      metricNames(
        'sum by (instance) (rate(a_total{job="b"}[5m])) / on (x) group_left max_over_time(c[1h:1m])',
      ),
    ).toEqual(["a_total", "c"]);
    expect(metricNames('{__name__="d", job="e"} + topk(3, -(f or f))')).toEqual(["d", "f"]);
  });
  it("does not fail on text that is no PromQL", () => {
    expect(metricNames("sum(rate(")).toEqual([]);
  });
});

describe("isMetricName", () => {
  it.each([
    ["node_load1", true],
    ["job:rate5m", true],
    ["1up", false],
    ["up{}", false],
    ["", false],
  ])("%s: %s", (text, is) => {
    expect(isMetricName(text)).toBe(is);
  });
});

describe("rateWindow", () => {
  it.each([
    [5_000, 5_000, "60s"],
    [60_000, 5_000, "65s"],
    [15_000, 60_000, "240s"],
    [3_600_000, 15_000, "3615s"],
  ])("step %d ms, samples every %d ms: %s", (step, interval, window) => {
    expect(rateWindow(step, interval)).toBe(window);
  });
});
