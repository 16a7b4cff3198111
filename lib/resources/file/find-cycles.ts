/**
 * Cycles of a directed graph: of each strongly connected part one, as the ids on it in their order, the first one not
 * repeated at the end. A node that points to itself is a cycle.
 *
 * Without recursion: a chain of dependencies may be as long as the inventory.
 *
 * @see Tarjan, "Depth-first search and linear graph algorithms", SIAM J. Comput. 1 (2), 1972.
 */
export function findCycles(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const indexOf = new Map<string, number>();
  const lowOf = new Map<string, number>();
  const onStack = new Set<string>();
  const stack: string[] = [];
  const cycles: string[][] = [];
  for (const root of edges.keys()) {
    if (indexOf.has(root)) continue;
    const frames: { id: string; next: number }[] = [];
    const enter = (id: string): void => {
      indexOf.set(id, indexOf.size);
      lowOf.set(id, indexOf.size - 1);
      stack.push(id);
      onStack.add(id);
      frames.push({ id, next: 0 });
    };
    enter(root);
    for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
      const { id } = frame;
      const callee = edges.get(id)?.[frame.next];
      if (callee !== undefined) {
        frame.next += 1;
        if (!indexOf.has(callee)) enter(callee);
        else if (onStack.has(callee)) lower(lowOf, id, indexOf.get(callee) ?? 0);
        continue;
      }
      frames.pop();
      const caller = frames.at(-1);
      if (caller) lower(lowOf, caller.id, lowOf.get(id) ?? 0);
      if (lowOf.get(id) !== indexOf.get(id)) continue;
      const members = new Set(stack.splice(stack.lastIndexOf(id)));
      for (const member of members) onStack.delete(member);
      if (members.size > 1 || edges.get(id)?.includes(id)) cycles.push(walkCycle(edges, members, id));
    }
  }
  return cycles;
}

function lower(lowOf: Map<string, number>, id: string, value: number): void {
  lowOf.set(id, Math.min(lowOf.get(id) ?? value, value));
}

/** From a node of a strongly connected part along its edges until a node comes again. */
function walkCycle(
  edges: ReadonlyMap<string, readonly string[]>,
  members: ReadonlySet<string>,
  from: string,
): string[] {
  const path = new Set<string>();
  let id = from;
  while (!path.has(id)) {
    path.add(id);
    id = edges.get(id)?.find((callee) => members.has(callee)) ?? id;
  }
  const ids = [...path];
  return ids.slice(ids.indexOf(id));
}
