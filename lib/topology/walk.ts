import type { Reached, Topology } from "./schemas";

/** `dependencies`: along the edges, to what is needed; `dependants`: against them, to who needs. */
export type Direction = "dependencies" | "dependants";

/** Neighbours of each node in one direction, in the order of the edges. */
export function neighboursOf(
  { edges }: Pick<Topology, "edges">,
  direction: Direction,
): ReadonlyMap<string, readonly string[]> {
  const neighbours = new Map<string, string[]>();
  for (const { source, destination } of edges) {
    const [from, to] = direction === "dependencies" ? [source, destination] : [destination, source];
    const known = neighbours.get(from);
    if (known) known.push(to);
    else neighbours.set(from, [to]);
  }
  return neighbours;
}

/** All nodes that can be reached from `start`, without itself, nearest first, each by a shortest path. */
export function walk(topology: Pick<Topology, "edges">, start: string, direction: Direction): Reached[] {
  const neighbours = neighboursOf(topology, direction);
  const reached = new Map<string, Reached>([[start, { id: start, hops: 0, path: [start] }]]);
  // A Map hands out what is added to it while it is read: this is the queue.
  for (const { id, hops, path } of reached.values())
    for (const next of neighbours.get(id) ?? [])
      if (!reached.has(next)) reached.set(next, { id: next, hops: hops + 1, path: [...path, next] });
  reached.delete(start);
  return [...reached.values()];
}
