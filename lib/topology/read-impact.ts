import { eq } from "drizzle-orm";
import { resources } from "@/db/schema/resources";
import type { Context } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { DAY_MS, MINUTE_MS, type UnixMs } from "@/lib/core/time";
import { blastRadius, callShares, type Weight } from "./blast-radius";
import { edgeKey, measureCriticality, type EdgeMoment } from "./criticality";
import { readTopology } from "./read-topology";
import {
  impactQuerySchema,
  type Impact,
  type ImpactQuery,
  type Topology,
  type TopologyEdge,
} from "./schemas";
import { walk } from "./walk";

/**
 * What a node needs, who needs it, and who is touched if it fails, or one of its resources, or a whole zone.
 *
 * @throws NotFoundError when the graph has no such node, resource or zone; InvalidError when not exactly one is named.
 */
export async function readImpact(ctx: Context, input: ImpactQuery): Promise<Impact> {
  const { node, resource, zone, app, at = ctx.now() } = impactQuerySchema.parse(input);
  const [topology, criticality] = await Promise.all([
    readTopology(ctx, { at, ...(app === undefined ? {} : { app }) }),
    readCriticality(ctx, at),
  ]);
  const failing = await failingResources(ctx, topology, { node, resource, zone });
  const start =
    node ?? topology.nodes.find((one) => resource !== undefined && one.resources.includes(resource))?.id;
  return {
    at: topology.at,
    dependencies: start === undefined ? null : walk(topology, start, "dependencies"),
    dependants: start === undefined ? null : walk(topology, start, "dependants"),
    blast: blastRadius(topology, failing, weigher(topology, criticality)),
  };
}

async function failingResources(
  ctx: Context,
  { nodes }: Topology,
  { node, resource, zone }: Record<"node" | "resource" | "zone", string | undefined>,
): Promise<ReadonlySet<string>> {
  const known = new Set(nodes.flatMap((one) => one.resources));
  if (node !== undefined) {
    const found = nodes.find(({ id }) => id === node);
    if (!found) throw new NotFoundError("node", node);
    return new Set(found.resources.length > 0 ? found.resources : [found.id]);
  }
  if (resource !== undefined) {
    if (!known.has(resource)) throw new NotFoundError("resource", resource);
    return new Set([resource]);
  }
  const rows = await ctx.db
    .select({ id: resources.id })
    .from(resources)
    .where(eq(resources.zone, zone ?? ""));
  const failing = new Set(rows.map(({ id }) => id).filter((id) => known.has(id)));
  if (failing.size === 0) throw new NotFoundError("zone", zone ?? "");
  return failing;
}

/** What failed before tells best what fails next; where nothing did, calls for each request. */
function weigher(
  topology: Topology,
  criticality: ReadonlyMap<string, number>,
): (edge: TopologyEdge) => Weight {
  const shareOf = callShares(topology);
  return (edge) => {
    const measured = criticality.get(edgeKey(edge));
    const weight = shareOf(edge);
    return measured === undefined ? weight : { share: weight.share * measured, basis: "measured" };
  };
}

/** How far back failures are looked for, and in what steps: a day has the last drill in it, as 288 moments an edge. */
const LOOK_BACK_MS = DAY_MS;
const STEP_MS = 5 * MINUTE_MS;

async function readCriticality(ctx: Context, at: UnixMs): Promise<ReadonlyMap<string, number>> {
  const range = { from: at - LOOK_BACK_MS, to: at };
  const perS = (name: string) => `sum by (client, server) (rate(traces_service_graph_request_${name}[5m]))`;
  const failed = await ctx.metrics.queryRange(`${perS("failed_total")} > 0`, range, STEP_MS);
  if (failed.length === 0) return new Map();
  const calls = await ctx.metrics.queryRange(perS("total"), range, STEP_MS);
  const failures = new Map(
    failed.flatMap(({ labels, t, v }) =>
      Array.from(t, (time, i) => [momentKey(labels, time), v[i] ?? 0] as const),
    ),
  );
  const times = new Set(failed.flatMap(({ t }) => [...t]));
  return measureCriticality(
    calls.flatMap(({ labels, t, v }) =>
      Array.from(t).flatMap((time, i): EdgeMoment[] =>
        times.has(time)
          ? [
              {
                source: labels["client"] ?? "",
                destination: labels["server"] ?? "",
                at: time,
                callsPerS: v[i] ?? 0,
                failedPerS: failures.get(momentKey(labels, time)) ?? 0,
              },
            ]
          : [],
      ),
    ),
  );
}

const momentKey = (labels: Readonly<Record<string, string>>, at: UnixMs): string =>
  JSON.stringify([labels["client"], labels["server"], at]);
