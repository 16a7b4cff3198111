import type { UnixMs } from "@/lib/core/time";
import type { Layer } from "@/lib/resources/constants";
import { HOST_PRODUCTS } from "./constants";
import type { Topology, TopologyEdge, TopologyNode } from "./schemas";

/** What of a resource the graph is made of. */
export interface PlacedResource {
  id: string;
  product: string;
  app: string | null;
  layer: Layer | null;
  zone: string | null;
  cluster: string | null;
  dependsOn: readonly string[];
}

/** What was measured of the calls between two names of the service graph. */
export interface MeasuredCalls {
  client: string;
  server: string;
  callsPerS: number;
  errorRatio: number | null;
  p99S: number | null;
}

/**
 * Groups resources into nodes and joins them by what they declare and by the calls that were measured. A measured call
 * takes the place of a declaration between the same two; names that no resource bears become nodes without a product.
 */
export function buildTopology(
  resources: readonly PlacedResource[],
  calls: readonly MeasuredCalls[],
  at: UnixMs,
): Topology {
  const nodes = new Map<string, TopologyNode>();
  for (const resource of resources) addMember(nodes, resource);
  const edges = new Map<string, TopologyEdge>();
  for (const edge of declaredEdges(resources)) edges.set(keyOf(edge), edge);
  for (const { client, server, callsPerS, errorRatio, p99S } of calls) {
    for (const name of [client, server]) if (!nodes.has(name)) nodes.set(name, stranger(name));
    const edge: TopologyEdge = {
      source: client,
      destination: server,
      kind: "call",
      callsPerS,
      errorRatio,
      p99S,
    };
    edges.set(keyOf(edge), edge);
  }
  return {
    nodes: [...nodes.values()].map(orderParts).sort((a, b) => compare(a.id, b.id)),
    edges: [...edges.values()].sort(
      (a, b) => compare(a.source, b.source) || compare(a.destination, b.destination),
    ),
    at,
  };
}

/** The node that a resource is a member of. */
export const nodeIdOf = ({ cluster, id }: Pick<PlacedResource, "cluster" | "id">): string => cluster ?? id;

function addMember(nodes: Map<string, TopologyNode>, resource: PlacedResource): void {
  const id = nodeIdOf(resource);
  const node = nodes.get(id);
  if (!node) {
    const { product, app, layer, zone } = resource;
    nodes.set(id, {
      id,
      product,
      app,
      layer,
      zones: zone === null ? [] : [zone],
      resources: [resource.id],
    });
    return;
  }
  node.resources.push(resource.id);
  if (resource.zone !== null && !node.zones.includes(resource.zone)) node.zones.push(resource.zone);
  if (node.app !== resource.app) node.app = null;
}

function declaredEdges(resources: readonly PlacedResource[]): TopologyEdge[] {
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  return resources.flatMap((resource) =>
    resource.dependsOn.flatMap((id): TopologyEdge[] => {
      const needed = byId.get(id);
      if (!needed || nodeIdOf(needed) === nodeIdOf(resource)) return [];
      return [
        {
          source: nodeIdOf(resource),
          destination: nodeIdOf(needed),
          kind: HOST_PRODUCTS.has(needed.product) ? "hosts" : "declared",
          callsPerS: null,
          errorRatio: null,
          p99S: null,
        },
      ];
    }),
  );
}

const stranger = (id: string): TopologyNode => ({
  id,
  product: null,
  app: null,
  layer: null,
  zones: [],
  resources: [],
});

const orderParts = (node: TopologyNode): TopologyNode => ({
  ...node,
  zones: node.zones.toSorted(compare),
  resources: node.resources.toSorted(compare),
});

/** By code units: the same order in every locale. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const keyOf = ({ source, destination }: Pick<TopologyEdge, "source" | "destination">): string =>
  JSON.stringify([source, destination]);
