import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Aspect } from "@/lib/localisation/aspect";
import type { EdgeFlow, Flow } from "@/lib/localisation/edges";
import type { Evidence } from "@/lib/localisation/evidence";
import { buildCauseGraph } from "@/lib/localisation/graph";
import { rankCauses } from "@/lib/localisation/rank";
import { buildTopology, type PlacedResource } from "@/lib/topology/build-topology";
import { arbitraryTopology } from "../../support/topology-arbitrary";

const resource = (
  id: string,
  product: string,
  cluster: string | null,
  dependsOn: string[] = [],
): PlacedResource => ({
  id,
  product,
  app: "mall",
  layer: "business",
  zone: "zone-a",
  cluster,
  dependsOn,
});
const fleet = [
  resource("mall-pay", "business", null, ["tke-pay-a"]),
  resource("tke-pay-a", "tke", "pay", ["cvm-1", "cvm-2"]),
  resource("tke-pay-b", "tke", "pay", ["cvm-1", "cvm-2"]),
  resource("mysql-pay-0", "mysql", "mysql-pay"),
  resource("mysql-pay-1", "mysql", "mysql-pay"),
  resource("redis-pay-0", "redis", "redis-pay"),
  resource("cvm-1", "cvm", "nodes"),
  resource("cvm-2", "cvm", "nodes"),
];
const hostsOf = new Map([
  ["tke-pay-a", ["cvm-1", "cvm-2"]],
  ["tke-pay-b", ["cvm-1", "cvm-2"]],
]);

const flow = (callsPerS: number, failedPerS = 0, meanS = 0.01): Flow => ({ callsPerS, failedPerS, meanS });
const edge = (source: string, destination: string, before: Flow, during = before): EdgeFlow => ({
  source,
  destination,
  before,
  during,
});
const sees = (aspect: Aspect, strength: number, since = 100): Evidence => ({
  metric: `a_${aspect}`,
  aspect,
  strength,
  since,
  usual: 1,
  level: 2,
  z: 10,
});

const rank = (evidence: Record<string, Evidence[]>, flows: readonly EdgeFlow[]) =>
  rankCauses({
    graph: buildCauseGraph(
      buildTopology(
        fleet,
        flows.map(({ source, destination, during }) => ({
          client: source,
          server: destination,
          callsPerS: during.callsPerS,
          errorRatio: null,
          p99S: null,
        })),
        0,
      ),
      flows,
    ),
    evidence: new Map(Object.entries(evidence)),
    hostsOf,
    symptom: "mall-pay",
    symptomSince: 100,
    blurMs: 30,
  });
const names = (causes: ReturnType<typeof rank>) => causes.map((one) => one.resource);

const calm = [
  edge("mall-pay", "pay", flow(100)),
  edge("pay", "mysql-pay", flow(300)),
  edge("pay", "redis-pay", flow(300)),
];
/** The database fails, and so does all above it. */
const failing = [
  edge("mall-pay", "pay", flow(100), flow(100, 50)),
  edge("pay", "mysql-pay", flow(300), flow(300, 150)),
  edge("pay", "redis-pay", flow(300)),
];

describe("rankCauses", () => {
  it("puts a dependency before its victims, however loud they are", () => {
    const causes = rank(
      {
        "tke-pay-a": [sees("errors", 1), sees("latency", 1), sees("waiting", 1)],
        "tke-pay-b": [sees("errors", 1), sees("latency", 1), sees("waiting", 1)],
        "mysql-pay-0": [sees("errors", 0.6)],
      },
      failing,
    );
    expect(names(causes)[0]).toBe("mysql-pay-0");
    expect(causes[0]?.path).toEqual(["mall-pay", "pay", "mysql-pay"]);
    const victim = causes.find((one) => one.resource === "tke-pay-a");
    expect(victim?.evidence[0]?.doubts).toContainEqual({ kind: "downstream", by: "mysql-pay", share: 1 });
  });

  it("blames the caller when what it calls is well", () => {
    const causes = rank({ "tke-pay-a": [sees("saturation", 0.8), sees("latency", 0.9)] }, [
      edge("mall-pay", "pay", flow(100), flow(100, 0, 0.5)),
      ...calm.slice(1),
    ]);
    expect(names(causes)).toEqual(["tke-pay-a"]);
  });

  it("names the member that differs before those that are all alike", () => {
    const alike = [sees("latency", 0.9)];
    const causes = rank(
      {
        "tke-pay-a": alike,
        "tke-pay-b": alike,
        "mysql-pay-0": [sees("latency", 0.9), sees("state", 0.9)],
        "mysql-pay-1": [sees("latency", 0.9)],
      },
      failing,
    );
    expect(names(causes)[0]).toBe("mysql-pay-0");
  });

  it("does not blame a database that drowns in what a dead cache lets through", () => {
    const causes = rank(
      {
        "redis-pay-0": [sees("availability", 1)],
        "mysql-pay-0": [sees("saturation", 1), sees("latency", 1), sees("errors", 0.8)],
      },
      [
        edge("mall-pay", "pay", flow(100), flow(100, 40)),
        edge("pay", "mysql-pay", flow(300), flow(900, 300)),
        edge("pay", "redis-pay", flow(300), flow(300, 300)),
      ],
    );
    expect(names(causes)[0]).toBe("redis-pay-0");
    expect(causes.find((one) => one.resource === "mysql-pay-0")?.evidence[0]?.doubts).toContainEqual({
      kind: "load",
      factor: 3,
    });
  });

  it("does not blame who takes over from a lost member", () => {
    const causes = rank(
      {
        "mysql-pay-0": [sees("availability", 1)],
        "mysql-pay-1": [sees("saturation", 1), sees("latency", 1)],
      },
      failing,
    );
    expect(names(causes)).toEqual(["mysql-pay-0", "mysql-pay-1"]);
    expect(causes[1]?.evidence[0]?.doubts).toContainEqual({ kind: "peer", by: "mysql-pay-0" });
  });

  it("blames the machine before the workload on it", () => {
    const causes = rank(
      {
        "cvm-1": [sees("state", 1)],
        "tke-pay-a": [sees("latency", 1), sees("waiting", 1)],
        "tke-pay-b": [sees("latency", 1), sees("waiting", 1)],
      },
      [edge("mall-pay", "pay", flow(100), flow(100, 0, 0.5)), ...calm.slice(1)],
    );
    expect(names(causes)[0]).toBe("cvm-1");
  });

  it("doubts what began after the symptom", () => {
    const early = rank({ "mysql-pay-0": [sees("errors", 0.6, 90)] }, failing)[0];
    const late = rank({ "mysql-pay-0": [sees("errors", 0.6, 400)] }, failing)[0];
    expect(late?.score).toBeLessThan(early?.score ?? 0);
    expect(late?.doubts).toEqual([{ kind: "late", byMs: 300 }]);
  });

  it("works without any measured call, along what is declared", () => {
    expect(names(rank({ "tke-pay-a": [sees("availability", 1)] }, []))).toEqual(["tke-pay-a"]);
  });

  it("names nothing that the symptom cannot reach, and scores within 0 and 1, on any graph", () => {
    const arbitraryEvidence = fc.array(
      fc.record({
        on: fc.nat(7),
        aspect: fc.constantFrom<Aspect>("availability", "latency", "errors", "saturation", "traffic"),
        strength: fc.double({ min: 0.01, max: 1, noNaN: true }),
      }),
    );
    fc.assert(
      fc.property(arbitraryTopology(), arbitraryEvidence, (topology, list) => {
        const evidence = new Map<string, Evidence[]>();
        for (const { on, aspect, strength } of list) evidence.set(`n${on}-0`, [sees(aspect, strength)]);
        const causes = rankCauses({
          graph: buildCauseGraph(topology, []),
          evidence,
          hostsOf: new Map(),
          symptom: "n0",
          symptomSince: 0,
          blurMs: 0,
        });
        const scores = causes.map(({ score }) => score);
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
        for (const { score, path, node } of causes) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
          expect([path[0], path.at(-1)]).toEqual(["n0", node]);
          for (let i = 1; i < path.length; i++)
            expect(topology.edges).toContainEqual(
              expect.objectContaining({ source: path[i - 1], destination: path[i] }),
            );
        }
      }),
    );
  });
});

describe("buildCauseGraph", () => {
  it("puts callees before callers where no cycle is, and forgets no node", () => {
    fc.assert(
      fc.property(arbitraryTopology({ acyclic: true }), (topology) => {
        const { order } = buildCauseGraph(topology, []);
        expect([...order].sort()).toEqual(topology.nodes.map(({ id }) => id).sort());
        for (const { source, destination } of topology.edges)
          expect(order.indexOf(destination)).toBeLessThan(order.indexOf(source));
      }),
    );
  });
});
