import type { PlacedResource } from "../build-topology";
import { nodeIdOf } from "../build-topology";
import type { Topology } from "../schemas";
import { walk } from "../walk";
import type { Relation, Search } from "./parse-search";

/** Nodes and resources that fit all of a search, ordered as in the graph. A search for nothing finds nothing. */
export function runSearch(
  search: Search,
  topology: Topology,
  placed: readonly PlacedResource[],
): { nodes: string[]; resources: string[] } {
  if (isEmpty(search)) return { nodes: [], resources: [] };
  const related = search.relations.map((relation) => reach(topology, relation));
  const resources = placed.filter(
    (one) =>
      (search.products === null || search.products.products.includes(one.product)) &&
      (search.layer === null || one.layer === search.layer) &&
      (search.zone === null || one.zone === search.zone) &&
      (search.app === null || one.app === search.app) &&
      search.names.every((name) => isNamed(nodeIdOf(one), name) || isNamed(one.id, name)) &&
      related.every((ids) => ids.has(nodeIdOf(one))),
  );
  const fitting = new Set(resources.map(nodeIdOf));
  // Strangers have no product, layer, zone or app: they fit where none is asked for.
  const plain =
    search.products === null && search.layer === null && search.zone === null && search.app === null;
  const nodes = topology.nodes.filter(
    ({ id, product }) =>
      fitting.has(id) ||
      (product === null &&
        plain &&
        search.names.every((name) => isNamed(id, name)) &&
        related.every((ids) => ids.has(id))),
  );
  return { nodes: nodes.map(({ id }) => id), resources: resources.map(({ id }) => id).sort() };
}

export const isEmpty = ({ products, names, layer, zone, app, relations }: Search): boolean =>
  products === null &&
  names.length === 0 &&
  layer === null &&
  zone === null &&
  app === null &&
  relations.length === 0;

const isNamed = (id: string, name: string): boolean => {
  const own = id.toLowerCase();
  return own === name || own.split(/[-_.]/).includes(name);
};

function reach(topology: Topology, { direction, direct, of }: Relation): ReadonlySet<string> {
  const starts =
    of.kind === "name"
      ? of.nodes
      : topology.nodes
          .filter(({ product }) => product !== null && of.products.includes(product))
          .map(({ id }) => id);
  return new Set(
    starts.flatMap((start) =>
      walk(topology, start, direction)
        .filter(({ hops }) => !direct || hops === 1)
        .map(({ id }) => id),
    ),
  );
}
