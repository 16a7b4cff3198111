import type { Topology } from "@/lib/topology/schemas";
import { edgeKey } from "../document/check-diagram";
import type { DiagramEdge, EdgeState } from "../schemas";

/**
 * What runs along the edges of a diagram: the measured calls between the resources of its nodes, added up. Calls between
 * two nodes that the diagram does not join come after, as not drawn.
 *
 * @param nodesOf ids of the diagram's nodes for the id of a node of the call graph.
 */
export function judgeEdges(
  edges: readonly DiagramEdge[],
  calls: Topology["edges"],
  nodesOf: (id: string) => readonly string[],
): EdgeState[] {
  const seen = new Map<string, EdgeState>();
  for (const call of calls) {
    if (call.callsPerS === null) continue;
    for (const source of nodesOf(call.source))
      for (const destination of nodesOf(call.destination)) {
        if (source === destination) continue;
        const key = edgeKey({ source, destination });
        const known = seen.get(key);
        const { callsPerS, errorRatio, p99S } = call;
        const one = { source, destination, callsPerS, errorRatio, p99S, drawn: false };
        seen.set(key, known ? addUp(known, one) : one);
      }
  }
  const drawn = edges.map((edge): EdgeState => {
    const key = edgeKey(edge);
    const measured = seen.get(key);
    seen.delete(key);
    const { source, destination } = edge;
    return {
      source,
      destination,
      callsPerS: measured?.callsPerS ?? null,
      errorRatio: measured?.errorRatio ?? null,
      p99S: measured?.p99S ?? null,
      drawn: true,
    };
  });
  return [...drawn, ...seen.values()];
}

/** Rates add up, shares are weighed by them, the slower tail counts. */
function addUp(a: EdgeState, b: EdgeState): EdgeState {
  const callsPerS = (a.callsPerS ?? 0) + (b.callsPerS ?? 0);
  const failedPerS = (a.callsPerS ?? 0) * (a.errorRatio ?? 0) + (b.callsPerS ?? 0) * (b.errorRatio ?? 0);
  const isKnown = a.errorRatio !== null || b.errorRatio !== null;
  return {
    ...a,
    callsPerS,
    errorRatio: isKnown && callsPerS > 0 ? failedPerS / callsPerS : null,
    p99S: a.p99S === null ? b.p99S : b.p99S === null ? a.p99S : Math.max(a.p99S, b.p99S),
  };
}
