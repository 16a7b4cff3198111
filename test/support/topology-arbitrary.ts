import * as fc from "fast-check";
import type { Topology, TopologyEdge } from "@/lib/topology/schemas";

/** Graphs of up to eight nodes with one to three members each; `acyclic`: edges lead from lower to higher names only. */
export function arbitraryTopology({ acyclic = false } = {}): fc.Arbitrary<Topology> {
  return fc
    .array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 8 })
    .chain((sizes) => {
      const index = fc.nat({ max: sizes.length - 1 });
      const edge = fc.record({
        source: index,
        destination: index,
        kind: fc.constantFrom("call", "declared", "hosts"),
        callsPerS: fc.integer({ min: 0, max: 50 }),
      });
      return fc.record({ sizes: fc.constant(sizes), edges: fc.array(edge, { maxLength: 16 }) });
    })
    .map(({ sizes, edges }) => {
      const kept = new Map<string, TopologyEdge>();
      for (const { source, destination, kind, callsPerS } of edges)
        if (source !== destination && (!acyclic || source < destination))
          kept.set(`${source} ${destination}`, {
            source: `n${source}`,
            destination: `n${destination}`,
            kind,
            callsPerS: kind === "call" ? callsPerS : null,
            errorRatio: null,
            p99S: null,
          });
      return {
        nodes: sizes.map((size, i) => ({
          id: `n${i}`,
          product: "tke",
          app: "mall",
          layer: "business" as const,
          zones: ["zone-a"],
          resources: Array.from({ length: size }, (_, k) => `n${i}-${k}`),
        })),
        edges: [...kept.values()],
        at: 0,
      };
    });
}
