import { AppError } from "@/lib/core/errors";
import type { Diagram, DiagramEdge } from "../schemas";
import { parseResourceSelector } from "./selector";

export interface DiagramFault {
  /** Where in the diagram: `["nodes", 3, "binding", "selectors", 0]`. */
  path: (string | number)[];
  message: string;
}

/**
 * What keeps a diagram of the right shape from being a true one: ids given twice, edges that lead nowhere, selectors that
 * cannot be read, hosts that run on each other. Calls may form a cycle, as services do.
 */
export function checkDiagram(diagram: Diagram): DiagramFault[] {
  return [
    ...repeatedNodes(diagram),
    ...unreadableSelectors(diagram),
    ...looseEdges(diagram),
    ...hostCycles(diagram),
  ];
}

function repeatedNodes({ nodes }: Diagram): DiagramFault[] {
  const seen = new Set<string>();
  return nodes.flatMap(({ id }, index) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [{ path: ["nodes", index, "id"], message: `there are two nodes ${JSON.stringify(id)}` }];
  });
}

function unreadableSelectors({ nodes }: Diagram): DiagramFault[] {
  return nodes.flatMap((node, index) =>
    node.binding.selectors.flatMap((text, place) => {
      try {
        parseResourceSelector(text);
        return [];
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        const path = ["nodes", index, "binding", "selectors", place];
        return [{ path, message: `the selector of ${node.id} cannot be read: ${error.message}` }];
      }
    }),
  );
}

function looseEdges({ nodes, edges }: Diagram): DiagramFault[] {
  const ids = new Set(nodes.map(({ id }) => id));
  const seen = new Set<string>();
  return edges.flatMap((edge, index) => {
    const faults: DiagramFault[] = [];
    for (const end of ["source", "destination"] as const)
      if (!ids.has(edge[end]))
        faults.push({
          path: ["edges", index, end],
          message: `there is no node ${JSON.stringify(edge[end])} for this edge`,
        });
    if (edge.source === edge.destination)
      faults.push({ path: ["edges", index], message: `${edge.source} is joined with itself` });
    const key = edgeKey(edge);
    if (seen.has(key))
      faults.push({
        path: ["edges", index],
        message: `there are two edges from ${edge.source} to ${edge.destination}`,
      });
    seen.add(key);
    return faults;
  });
}

/** What runs on a host cannot host it in turn, over however many steps. */
function hostCycles({ edges }: Diagram): DiagramFault[] {
  const hosts = edges
    .map((edge, index) => ({ ...edge, index }))
    .filter(({ kind, source, destination }) => kind === "host" && source !== destination);
  const from = Map.groupBy(hosts, ({ source }) => source);
  const done = new Set<string>();
  const faults: DiagramFault[] = [];
  for (const start of from.keys()) walk(start);
  return faults;

  /** Depth first without recursion: a chain may be as long as the diagram. */
  function walk(start: string): void {
    const path: { id: string; next: number }[] = [{ id: start, next: 0 }];
    const open = new Set([start]);
    while (path.length > 0) {
      const top = path[path.length - 1];
      const edge = top && !done.has(top.id) ? from.get(top.id)?.[top.next] : undefined;
      if (top === undefined || edge === undefined) {
        if (top) {
          done.add(top.id);
          open.delete(top.id);
        }
        path.pop();
        continue;
      }
      top.next += 1;
      if (open.has(edge.destination))
        faults.push({
          path: ["edges", edge.index],
          message: `a cycle of hosts: ${edge.destination} would run on itself through ${edge.source}`,
        });
      else if (!done.has(edge.destination)) {
        open.add(edge.destination);
        path.push({ id: edge.destination, next: 0 });
      }
    }
  }
}

/** At most one edge joins two nodes in one direction. */
export const edgeKey = ({ source, destination }: Pick<DiagramEdge, "source" | "destination">): string =>
  JSON.stringify([source, destination]);
