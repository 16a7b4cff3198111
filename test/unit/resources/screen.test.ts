import { describe, expect, it } from "vitest";
import { filterQuery, filterSearch, viewState } from "@/components/resources/resource-filter";
import { resourcePanels } from "@/components/resources/resource-panels";
import { PRODUCTS } from "@/lib/products/catalogue";
import { parseExpr } from "@/lib/promql/parse";
import { utilisationMetrics } from "@/lib/resources/utilisation";

const NOTHING = {
  q: "",
  product: [],
  layer: [],
  zone: [],
  app: [],
  state: [],
  origin: [],
  seen: [],
  condition: [],
  label: [],
  sort: null,
  order: "asc" as const,
};

describe("the filters of the inventory", () => {
  it("ask for nothing that is not chosen", () => {
    expect(filterQuery(NOTHING)).toEqual({});
  });

  it("come back from a saved view as they were", () => {
    const state = {
      ...NOTHING,
      q: "pay zone-b",
      product: ["mysql", "redis"],
      label: ["a=b,c"],
      sort: "alarms" as const,
      order: "desc" as const,
    };
    const view = viewState(filterSearch(filterQuery(state)).toString());
    expect(view).toMatchObject({
      q: "pay zone-b",
      product: ["mysql", "redis"],
      label: ["a=b,c"],
      sort: "alarms",
      order: "desc",
    });
    expect(view.zone).toBeNull();
  });
});

describe("resourcePanels", () => {
  const selector = 'resource="a\\"b"';

  it("draws every metric of every product of one resource alone, as PromQL that can be read", () => {
    for (const { id, metrics } of PRODUCTS) {
      const { panels } = resourcePanels(id, selector, [], new Map());
      expect(panels.length).toBe(metrics.length);
      for (const { expr, metrics: sources } of panels) {
        expect(expr).toContain(selector);
        expect(() => parseExpr(expr.replaceAll("$window", "5m"), "3")).not.toThrow();
        expect(sources.length).toBeGreaterThan(0);
      }
    }
  });

  it("draws what is in no catalogue by its type", () => {
    const types = new Map([
      ["http_seconds", "histogram"],
      ["jobs", "counter"],
    ]);
    const names = [
      "http_seconds_bucket",
      "http_seconds_count",
      "http_seconds_sum",
      "jobs",
      "load",
      "bytes_total",
    ];
    const { panels } = resourcePanels("node", 'job="node"', names, types);
    expect(panels.map(({ expr, unit }) => [expr, unit])).toEqual([
      ['histogram_quantile(0.99, sum by (le) (rate(http_seconds_bucket{job="node"}[$window])))', "seconds"],
      ['rate(jobs{job="node"}[$window])', "/second"],
      ['load{job="node"}', ""],
      ['rate(bytes_total{job="node"}[$window])', "/second"],
    ]);
  });

  it("says how many it leaves out", () => {
    const names = Array.from({ length: 100 }, (_, i) => `metric_${i}`);
    const { panels, hidden } = resourcePanels("node", 'job="node"', names, new Map());
    expect(panels.length + hidden).toBe(100);
    expect(hidden).toBeGreaterThan(0);
  });
});

describe("utilisationMetrics", () => {
  it("are shares of a whole that the catalogue knows", () => {
    expect(utilisationMetrics()).toEqual(
      expect.arrayContaining(["mysql_cpu_usage_ratio", "cvm_memory_usage_ratio"]),
    );
    expect(utilisationMetrics().every((name) => name.endsWith("_ratio"))).toBe(true);
  });
});
