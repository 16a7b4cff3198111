import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Topology } from "@/lib/topology/schemas";
import { walk } from "@/lib/topology/walk";
import { arbitraryTopology } from "../../support/topology-arbitrary";

/** Fewest edges between all pairs, by Floyd and Warshall. */
function distances({ nodes, edges }: Topology): (from: string, to: string) => number {
  const key = (a: string, b: string) => `${a} ${b}`;
  const far = new Map<string, number>();
  const get = (a: string, b: string) => far.get(key(a, b)) ?? Number.POSITIVE_INFINITY;
  for (const { source, destination } of edges) far.set(key(source, destination), 1);
  for (const { id: via } of nodes)
    for (const { id: a } of nodes)
      for (const { id: b } of nodes) far.set(key(a, b), Math.min(get(a, b), get(a, via) + get(via, b)));
  return get;
}

describe("walk", () => {
  it("finds exactly what can be reached, by a shortest path along edges", () => {
    fc.assert(
      fc.property(arbitraryTopology(), (topology) => {
        const far = distances(topology);
        const start = "n0";
        const reached = walk(topology, start, "dependencies");
        const expected = topology.nodes.filter(({ id }) => id !== start && Number.isFinite(far(start, id)));
        expect(reached.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort());
        for (const { id, hops, path } of reached) {
          expect([hops, path.length - 1, path[0], path.at(-1)]).toEqual([
            far(start, id),
            far(start, id),
            start,
            id,
          ]);
          for (let i = 1; i < path.length; i++) expect(far(path[i - 1]!, path[i]!)).toBe(1);
        }
      }),
    );
  });

  it("sees the same ties from both ends", () => {
    fc.assert(
      fc.property(arbitraryTopology(), (topology) => {
        for (const { id } of topology.nodes)
          for (const { id: needed } of walk(topology, id, "dependencies"))
            expect(walk(topology, needed, "dependants").map((one) => one.id)).toContain(id);
      }),
    );
  });
});
