export interface Arrow {
  source: string;
  destination: string;
}

export interface Relations {
  /** Whom the node needs, directly or through others. */
  dependencies: ReadonlySet<string>;
  /** Who needs the node, directly or through others. */
  dependants: ReadonlySet<string>;
}

/** Everything that is joined with a node along the arrows of a diagram; a circle is walked once. */
export function relationsOf(id: string, edges: readonly Arrow[]): Relations {
  return {
    dependencies: reach(
      id,
      Map.groupBy(edges, ({ source }) => source),
      ({ destination }) => destination,
    ),
    dependants: reach(
      id,
      Map.groupBy(edges, ({ destination }) => destination),
      ({ source }) => source,
    ),
  };
}

function reach(
  start: string,
  edges: ReadonlyMap<string, readonly Arrow[]>,
  next: (edge: Arrow) => string,
): Set<string> {
  const found = new Set<string>();
  const open = [start];
  for (let id = open.pop(); id !== undefined; id = open.pop())
    for (const edge of edges.get(id) ?? []) {
      const to = next(edge);
      if (to === start || found.has(to)) continue;
      found.add(to);
      open.push(to);
    }
  return found;
}
