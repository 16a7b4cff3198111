import type { Topology } from "@/lib/topology/schemas";
import type { EdgeFlow } from "./edges";

/** An edge of the graph with what was measured on it; `flow` null: nothing was. */
export interface Tie {
  source: string;
  destination: string;
  hosts: boolean;
  flow: EdgeFlow | null;
}

/** The graph as localisation walks it. */
export interface CauseGraph {
  nodes: ReadonlyMap<string, Topology["nodes"][number]>;
  /** Ties of each node to what it needs. */
  needs: ReadonlyMap<string, readonly Tie[]>;
  /** Ties of each node to who needs it. */
  neededBy: ReadonlyMap<string, readonly Tie[]>;
  /** Callees before callers; a cycle is cut at its first edge back. */
  order: readonly string[];
}

export function buildCauseGraph(topology: Topology, flows: readonly EdgeFlow[]): CauseGraph {
  const flowOf = new Map(flows.map((flow) => [JSON.stringify([flow.source, flow.destination]), flow]));
  const ties = topology.edges.map(({ source, destination, kind }): Tie => ({
    source,
    destination,
    hosts: kind === "hosts",
    flow: flowOf.get(JSON.stringify([source, destination])) ?? null,
  }));
  const nodes = new Map(topology.nodes.map((node) => [node.id, node]));
  const needs = Map.groupBy(ties, ({ source }) => source);
  const neededBy = Map.groupBy(ties, ({ destination }) => destination);
  return { nodes, needs, neededBy, order: calleesFirst(topology, needs) };
}

function calleesFirst({ nodes }: Topology, needs: ReadonlyMap<string, readonly Tie[]>): string[] {
  const order: string[] = [];
  const seen = new Set<string>();
  for (const { id } of nodes) {
    // An own stack: a chain of calls may be longer than the engine's.
    const stack = [{ id, next: 0 }];
    if (seen.has(id)) continue;
    seen.add(id);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const tie = needs.get(top.id)?.[top.next++];
      if (!tie) {
        order.push(top.id);
        stack.pop();
      } else if (!seen.has(tie.destination)) {
        seen.add(tie.destination);
        stack.push({ id: tie.destination, next: 0 });
      }
    }
  }
  return order;
}
