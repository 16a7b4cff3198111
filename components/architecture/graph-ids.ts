import type { ArchitectureState } from "@/lib/architecture/schemas";

/** Ids of the diagram's nodes that show these nodes of the call graph. */
export function nodesShowing(state: ArchitectureState | undefined, graphIds: Iterable<string>): Set<string> {
  const wanted = new Set(graphIds);
  return new Set(
    state?.nodes.flatMap(({ id, graphIds: own }) => (own.some((one) => wanted.has(one)) ? [id] : [])),
  );
}

/** Ids of the diagram's nodes that are bound to these resources. */
export function nodesWith(state: ArchitectureState | undefined, resources: Iterable<string>): Set<string> {
  const wanted = new Set(resources);
  return new Set(
    state?.nodes.flatMap(({ id, resources: own }) => (own.some((one) => wanted.has(one.id)) ? [id] : [])),
  );
}
