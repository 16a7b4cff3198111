import { describe, expect, it } from "vitest";
import { alarmsOfNode, stateAt } from "@/lib/architecture/state/alarms-at";
import { judgeEdges } from "@/lib/architecture/state/judge-edges";
import { judgeNode, type NodeInput } from "@/lib/architecture/state/judge-node";
import { gaugeQuery, planMetrics, viewQuery } from "@/lib/architecture/state/metric-plan";
import type { ResourceValues } from "@/lib/architecture/state/read-values";
import { PRODUCTS } from "@/lib/products/catalogue";
import { parseExpr } from "@/lib/promql/parse";

const at = Date.UTC(2026, 0, 1);
const mysql = (id: string) => ({
  id,
  product: "mysql",
  app: "mall",
  layer: "data",
  zone: "zone-a",
  cluster: "mysql-order",
  state: "running",
});
const seen = (values: Record<string, number>, over: Partial<ResourceValues> = {}): ResourceValues => ({
  byMetric: new Map(Object.entries({ mysql_up: 1, ...values })),
  sampleAt: at - 1_000,
  intervalMs: 5_000,
  ...over,
});
const judge = (values: Record<string, ResourceValues>, over: Partial<NodeInput> = {}) =>
  judgeNode({
    id: "order",
    graphIds: [],
    binding: { resources: Object.keys(values).map(mysql), missing: [], empty: [] },
    plan: planMetrics(["mysql"]),
    values: new Map(Object.entries(values)),
    alarms: [],
    risks: [],
    faults: [],
    callsInPerS: null,
    at,
    ...over,
  });
const firing = (severity: "critical" | "warning" | "info", resource: string | null) => ({
  id: "1",
  rule: "Slow",
  severity,
  state: "firing" as const,
  resource,
  activeAt: at,
  summary: "",
  summaryZh: "",
});

describe("planMetrics", () => {
  it("asks for the liveness and the traffic or use of every product of the cloud", () => {
    // What Kubernetes itself counts is neither: it is told by the workloads and the machines.
    const kubernetes = new Set(["tke_cluster", "tke_node"]);
    for (const product of PRODUCTS.filter(({ id, layer }) => layer !== null && !kubernetes.has(id))) {
      const roles = new Set(planMetrics([product.id]).map(({ role }) => role));
      expect([product.id, roles.has("liveness")]).toEqual([product.id, true]);
      expect([product.id, roles.has("traffic") || roles.has("utilisation")]).toEqual([product.id, true]);
    }
  });

  it("asks in PromQL that can be read, once for all products", () => {
    const plan = planMetrics(PRODUCTS.map(({ id }) => id));
    for (const query of [gaugeQuery(plan), viewQuery(plan)])
      expect(() => parseExpr(query ?? "")).not.toThrow();
  });

  it("leaves out a product that the catalogue does not have", () => {
    expect(planMetrics(["abacus"])).toEqual([]);
  });
});

describe("judgeNode", () => {
  it("is well while every resource answers, is fresh and within its lines", () => {
    const state = judge({ a: seen({ mysql_cpu_usage_ratio: 0.4, mysql_queries_total: 30 }) });
    expect(state).toMatchObject({ status: "ok", reasons: [], stale: false, sampleAt: at - 1_000 });
    expect(state.traffic).toEqual({ value: 30, unit: "queries/second" });
    expect(state.utilisation).toMatchObject({ value: 0.4, metric: "mysql_cpu_usage_ratio", resource: "a" });
    expect(state.capacity?.value).toBeCloseTo(0.8 / 0.4);
  });

  it.each([
    ["critical", "down", seen({ mysql_up: 0 }), []],
    ["critical", "alarm", seen({}), [firing("critical", "a")]],
    ["warning", "alarm", seen({}), [firing("warning", null)]],
    ["warning", "over_threshold", seen({ mysql_cpu_usage_ratio: 0.81 }), []],
    ["unknown", "stale", seen({}, { sampleAt: at - 16_000 }), []],
    ["info", "alarm", seen({}), [firing("info", "a")]],
  ] as const)("is %s for the reason %s", (status, kind, values, alarms) => {
    const state = judge({ a: values }, { alarms: [...alarms] });
    expect(state.status).toBe(status);
    expect(state.reasons[0]?.kind).toBe(kind);
  });

  it("never calls a resource well that nobody heard of", () => {
    const state = judge({ a: seen({}), b: { byMetric: new Map(), sampleAt: null, intervalMs: null } });
    expect(state).toMatchObject({ status: "unknown", sampleAt: null });
    expect(state.reasons).toEqual([expect.objectContaining({ kind: "no_samples", resource: "b" })]);
    expect(judge({}).reasons).toEqual([expect.objectContaining({ kind: "unbound", status: "unknown" })]);
  });

  it("does not take a pending alarm for a firing one", () => {
    const state = judge({ a: seen({}) }, { alarms: [{ ...firing("critical", "a"), state: "pending" }] });
    expect(state.status).toBe("ok");
  });

  it("warns of a binding that leads nowhere", () => {
    const binding = {
      resources: [mysql("a")],
      missing: [{ id: "old", reason: "gone" as const }],
      empty: [],
    };
    const state = judge({ a: seen({}) }, { binding });
    expect(state.status).toBe("warning");
    expect(state.reasons).toEqual([expect.objectContaining({ kind: "missing", resource: "old" })]);
  });

  it("takes what its callers send for traffic only where it counts none itself", () => {
    expect(judge({ a: seen({}) }, { callsInPerS: 7 }).traffic).toEqual({ value: 7, unit: "requests/second" });
    expect(judge({ a: seen({}) }).traffic).toBeNull();
  });

  it("sees a sample a minute as fresh in history that has one a minute", () => {
    expect(judge({ a: seen({}, { sampleAt: at - 59_000, intervalMs: 60_000 }) }).stale).toBe(false);
    expect(judge({ a: seen({}, { sampleAt: at - 126_000, intervalMs: 60_000 }) }).stale).toBe(true);
  });
});

describe("alarms at a moment", () => {
  const episode = { activeAt: 10, firedAt: 20, resolvedAt: 30 };
  it.each([
    [9, null],
    [10, "pending"],
    [19, "pending"],
    [20, "firing"],
    [29, "firing"],
    [30, null],
  ])("at %i is %s", (moment, state) => {
    expect(stateAt(episode, moment)).toBe(state);
  });

  it("gives a node those of its resources and of its groups, and no others", () => {
    const alarm = (id: string, labels: Record<string, string>) => ({
      id,
      rule: id,
      severity: "warning" as const,
      state: "firing" as const,
      labels,
      ...episode,
      summary: "",
      summaryZh: "",
      lastSeenAt: 0,
      lastValue: 1,
      acknowledgedAt: null,
      acknowledgedBy: null,
    });
    const found = alarmsOfNode(
      [
        alarm("own", { resource: "a" }),
        alarm("group", { cluster: "mysql-order" }),
        alarm("groupElsewhere", { cluster: "mysql-order", zone: "zone-c" }),
        alarm("other", { resource: "z", cluster: "mysql-order" }),
        alarm("none", { product: "mysql" }),
      ],
      [mysql("a")],
      25,
    );
    expect(found.map(({ id, resource }) => [id, resource])).toEqual([
      ["own", "a"],
      ["group", null],
    ]);
  });
});

describe("judgeEdges", () => {
  const measured = (source: string, destination: string, callsPerS: number | null, errorRatio = 0) => ({
    source,
    destination,
    kind: "call" as const,
    callsPerS,
    errorRatio,
    p99S: 0.1,
  });
  const nodesOf = (id: string) => [id.split("-")[0] ?? ""];

  it("adds up the calls between two nodes, and weighs their errors", () => {
    const edges = judgeEdges(
      [{ source: "pay", destination: "db", kind: "call" }],
      [measured("pay-a", "db-1", 30, 0), measured("pay-b", "db-1", 10, 0.4)],
      nodesOf,
    );
    expect(edges).toEqual([
      { source: "pay", destination: "db", callsPerS: 40, errorRatio: 0.1, p99S: 0.1, drawn: true },
    ]);
  });

  it("tells calls that the diagram does not draw, and edges that nobody measured", () => {
    const edges = judgeEdges(
      [{ source: "pay", destination: "db", kind: "call" }],
      [measured("pay-a", "cache-1", 5), measured("pay-a", "db-1", null), measured("pay-a", "pay-b", 5)],
      nodesOf,
    );
    expect(edges.map(({ destination, callsPerS, drawn }) => [destination, callsPerS, drawn])).toEqual([
      ["db", null, true],
      ["cache", 5, false],
    ]);
  });
});
