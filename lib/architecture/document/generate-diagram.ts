import { findProduct } from "@/lib/products/catalogue";
import { LAYERS, type Layer } from "@/lib/resources/constants";
import type { Topology, TopologyNode } from "@/lib/topology/schemas";
import { NODES_MAX, EDGES_MAX } from "../constants";
import type { Diagram, DiagramNode } from "../schemas";
import { nodeIdSchema } from "../schemas";
import { groupSelector, type SelectableResource } from "./selector";

/**
 * A diagram of an app out of the inventory and the call graph: a node for each group, bound by selector, so that a member
 * which comes later is in it too; a node for each resource without a group, bound by its id; and what is seen in calls
 * alone, bound to nothing. Positions are left to the layout.
 */
export function generateDiagram(
  { nodes, edges }: Pick<Topology, "nodes" | "edges">,
  resources: readonly SelectableResource[],
): Diagram {
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  const fit = nodes.filter(({ id }) => nodeIdSchema.safeParse(id).success).slice(0, NODES_MAX);
  const layers = new Map(fit.map((node) => [node.id, ownLayer(node)]));
  const kept = edges
    .filter(
      ({ source, destination }) => source !== destination && layers.has(source) && layers.has(destination),
    )
    .slice(0, EDGES_MAX);
  return {
    nodes: fit.map((node): DiagramNode => ({
      id: node.id,
      title: node.id,
      layer: placeInLanes(node, layers, kept),
      binding: bindingOf(node, byId),
      position: null,
    })),
    edges: kept.map(({ source, destination, kind }) => ({
      source,
      destination,
      kind: kind === "hosts" ? "host" : "call",
    })),
  };
}

function bindingOf(
  node: TopologyNode,
  byId: ReadonlyMap<string, SelectableResource>,
): DiagramNode["binding"] {
  const members = node.resources.flatMap((id) => byId.get(id) ?? []);
  const selectors = members.flatMap(({ product, cluster }) =>
    cluster === null ? [] : [groupSelector(product, cluster)],
  );
  return {
    selectors: [...new Set(selectors)],
    resources: members.filter(({ cluster }) => cluster === null).map(({ id }) => id),
  };
}

const ownLayer = ({ layer, product }: TopologyNode): Layer | null =>
  layer ?? (product === null ? null : (findProduct(product)?.layer ?? null));

/**
 * The lane of a node. What calls and is never called, such as the journeys of shoppers, stands in the uppermost lane that it
 * calls into, so that requests run downwards; what the inventory does not know stands where its neighbours are.
 */
function placeInLanes(
  { id }: TopologyNode,
  layers: ReadonlyMap<string, Layer | null>,
  edges: Topology["edges"],
): Layer {
  const own = layers.get(id) ?? null;
  const callees = edges.filter(({ source, kind }) => source === id && kind !== "hosts");
  const callers = edges.filter(({ destination }) => destination === id);
  const uppermost = LAYERS.find((layer) =>
    callees.some(({ destination }) => layers.get(destination) === layer),
  );
  if (own === null) return uppermost ?? layers.get(callers[0]?.source ?? "") ?? "access";
  if (callers.length > 0 || uppermost === undefined) return own;
  return LAYERS.indexOf(uppermost) < LAYERS.indexOf(own) ? uppermost : own;
}
