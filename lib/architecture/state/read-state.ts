import { listAlarms } from "@/lib/alarms";
import type { Context } from "@/lib/core/context";
import { AppError } from "@/lib/core/errors";
import type { UnixMs } from "@/lib/core/time";
import { readTopology } from "@/lib/topology";
import type { Topology } from "@/lib/topology/schemas";
import { resolveBindings } from "../document/resolve-bindings";
import { getArchitecture } from "../get";
import { readResources, refuseFaulty, viewUnbound } from "../internal";
import {
  type ArchitectureName,
  type ArchitectureState,
  type Diagram,
  type PreviewState,
  previewStateSchema,
  type StateQuery,
  stateQuerySchema,
} from "../schemas";
import { alarmsOfNode } from "./alarms-at";
import { judgeEdges } from "./judge-edges";
import { judgeNode } from "./judge-node";
import { planMetrics } from "./metric-plan";
import { readFaults, readFindings, wereAlarmsWatched, wereRisksScanned } from "./read-records";
import { readValues } from "./read-values";

/** What a stored (or generated) diagram showed at a moment; now, without one. @throws NotFoundError */
export async function readArchitectureState(
  ctx: Context,
  name: ArchitectureName,
  query: StateQuery = {},
): Promise<ArchitectureState> {
  const { at } = stateQuerySchema.parse(query);
  const { diagram, app } = await getArchitecture(ctx, name, at === undefined ? {} : { at });
  return stateOf(ctx, diagram, app, at ?? ctx.now());
}

/** What a diagram would show that is not stored. @throws InvalidError that names the place, when it is no true one */
export async function previewArchitectureState(
  ctx: Context,
  input: PreviewState,
): Promise<ArchitectureState> {
  const { diagram, app, at } = previewStateSchema.parse(input);
  refuseFaulty(diagram);
  return stateOf(ctx, diagram, app, at ?? ctx.now());
}

async function stateOf(
  ctx: Context,
  diagram: Diagram,
  app: string | null,
  at: UnixMs,
): Promise<ArchitectureState> {
  const known = await readResources(ctx.db);
  const bindings = resolveBindings(diagram.nodes, known);
  const products = [...bindings.values()].flatMap(({ resources }) => resources.map((one) => one.product));
  const plan = planMetrics(products);
  const [values, topology, listed, findings, faults, alarmsKnown, risksKnown] = await Promise.all([
    readValues(ctx, plan, at),
    readCallGraph(ctx, app, at),
    listAlarms(ctx, { from: at, to: at }),
    readFindings(ctx, at),
    readFaults(ctx, at),
    wereAlarmsWatched(ctx, at),
    wereRisksScanned(ctx, at),
  ]);
  const nodesOf = nodesOfGraph(diagram, bindings, topology);
  const edges = judgeEdges(diagram.edges, topology.edges, nodesOf);
  return {
    at,
    alarmsKnown,
    risksKnown,
    edges,
    nodes: diagram.nodes.map(({ id }) => {
      const binding = bindings.get(id) ?? { resources: [], missing: [], empty: [] };
      const ids = new Set(binding.resources.map((resource) => resource.id));
      const own = new Set(binding.resources.map(({ product }) => product));
      return judgeNode({
        id,
        graphIds: topology.nodes.flatMap((one) => (nodesOf(one.id).includes(id) ? [one.id] : [])),
        binding,
        plan: plan.filter(({ product }) => own.has(product)),
        values,
        alarms: alarmsOfNode(listed.alarms, binding.resources, at),
        risks: findings.filter(({ resource }) => ids.has(resource)),
        faults: faults.filter(({ resource }) => ids.has(resource)),
        callsInPerS: callsInto(id, edges),
        at,
      });
    }),
    unbound: viewUnbound(diagram, known, app),
  };
}

/** A business without a resource or a call has no graph, and its diagram is shown all the same. */
async function readCallGraph(
  ctx: Context,
  app: string | null,
  at: UnixMs,
): Promise<Pick<Topology, "nodes" | "edges">> {
  try {
    return await readTopology(ctx, app === null ? { at } : { app, at });
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return { nodes: [], edges: [] };
    throw error;
  }
}

/** From nodes of the call graph to those of the diagram: by the resources that both have; strangers by their name. */
function nodesOfGraph(
  diagram: Diagram,
  bindings: ReturnType<typeof resolveBindings>,
  topology: Pick<Topology, "nodes">,
): (id: string) => readonly string[] {
  const byResource = new Map<string, Set<string>>();
  for (const [node, { resources }] of bindings)
    for (const { id } of resources) byResource.set(id, (byResource.get(id) ?? new Set()).add(node));
  const own = new Set(diagram.nodes.map(({ id }) => id));
  const found = new Map(
    topology.nodes.map(({ id, resources }) => {
      const nodes = new Set(resources.flatMap((resource) => [...(byResource.get(resource) ?? [])]));
      if (resources.length === 0 && own.has(id)) nodes.add(id);
      return [id, [...nodes]];
    }),
  );
  return (id) => found.get(id) ?? [];
}

function callsInto(id: string, edges: ArchitectureState["edges"]): number | null {
  const calls = edges.flatMap(({ destination, callsPerS }) =>
    destination === id && callsPerS !== null ? [callsPerS] : [],
  );
  return calls.length === 0 ? null : calls.reduce((sum, v) => sum + v, 0);
}
