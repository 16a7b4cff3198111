import { describe, expect, it } from "vitest";
import { findFault, findMetric, findProduct, PRODUCTS } from "@/lib/products/catalogue";
import { parseExpr } from "@/lib/promql/parse";

const metrics = PRODUCTS.flatMap((product) => product.metrics);
const faults = PRODUCTS.flatMap((product) => product.faults);

describe("the catalogue", () => {
  it("names everything once", () => {
    for (const names of [PRODUCTS.map((p) => p.id), metrics.map((m) => m.name), faults.map((f) => f.id)])
      expect(new Set(names).size).toBe(names.length);
  });

  // Calls between services have the names that OpenTelemetry gives them, and are but three.
  it.each(
    PRODUCTS.filter(({ id }) => id !== "service_graph").map((product) => [product.id, product] as const),
  )("%s has eight metrics and its prefix on each", (id, product) => {
    expect(product.metrics.length).toBeGreaterThanOrEqual(8);
    expect(product.metrics.filter((metric) => !metric.name.startsWith(`${id}_`))).toEqual([]);
  });

  it("has at least ten faults", () => expect(faults.length).toBeGreaterThanOrEqual(10));

  it.each(metrics.map((metric) => [metric.name, metric] as const))(
    "%s keeps Prometheus' naming",
    (name, metric) => {
      expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
      expect(name.endsWith("_total")).toBe(metric.type === "counter");
      const suffix = ["seconds", "bytes", "ratio"].includes(metric.unit) ? `_${metric.unit}` : "";
      expect(name.replace(/_total$/, "").endsWith(suffix)).toBe(true);
      expect(metric.buckets !== undefined).toBe(metric.type === "histogram");
      expect(metric.view !== undefined).toBe(metric.derived === true || metric.type !== "gauge");
    },
  );

  it.each(metrics.filter((m) => m.view).map((m) => [m.name, m.view ?? ""] as const))(
    "the view of %s is PromQL with and without a selector",
    (_, view) => {
      for (const selector of ["", 'zone="zone-a"'])
        expect(() =>
          parseExpr(view.replaceAll("$selector", selector).replaceAll("$window", "5m")),
        ).not.toThrow();
      expect(view.includes("$selector")).toBe(true);
    },
  );

  it.each(faults.map((fault) => [fault.id, fault] as const))(
    "%s moves known metrics and starts with its defaults",
    (id, fault) => {
      expect(id.startsWith(`${fault.product}.`)).toBe(true);
      expect(fault.moves.length).toBeGreaterThan(0);
      expect(fault.moves.filter((move) => !findMetric(move.metric))).toEqual([]);
      expect(fault.parameters.safeParse({}).success).toBe(true);
      expect(fault.durationS.default).toBeLessThanOrEqual(fault.durationS.max);
    },
  );

  it("finds by id, by name and by a histogram's series", () => {
    expect(findProduct("mysql")?.id).toBe("mysql");
    expect(findFault("mysql.primary_down")?.product).toBe("mysql");
    expect(findMetric("mysql_query_duration_seconds_bucket")?.metric.name).toBe(
      "mysql_query_duration_seconds",
    );
    expect(findMetric("nothing")).toBeUndefined();
  });
});
