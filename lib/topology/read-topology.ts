import { ne } from "drizzle-orm";
import { resources } from "@/db/schema/resources";
import type { Context } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import type { UnixMs } from "@/lib/core/time";
import { buildTopology, nodeIdOf, type PlacedResource } from "./build-topology";
import { readCalls, type AppCalls } from "./read-calls";
import { topologyQuerySchema, type Topology, type TopologyQuery } from "./schemas";

/**
 * The graph of who needs whom, with the calls around a moment of the history.
 *
 * @param input.app only this app's nodes, what they call, and who calls them.
 * @throws NotFoundError when neither a resource nor a call belongs to the app.
 */
export async function readTopology(ctx: Context, input: TopologyQuery = {}): Promise<Topology> {
  const { app, at = ctx.now() } = topologyQuerySchema.parse(input);
  const [placed, calls] = await Promise.all([readPlaced(ctx, at), readCalls(ctx, at, app)]);
  if (app === undefined) return buildTopology(placed, mergeApps(calls), at);
  const ofApp = selectApp(placed, calls, app);
  if (ofApp.resources.length === 0 && ofApp.calls.length === 0) throw new NotFoundError("app", app);
  return buildTopology(ofApp.resources, ofApp.calls, at);
}

/** What ran at the time: when a resource came is not known of each, when it was last seen is. */
export async function readPlaced(ctx: Context, at: UnixMs): Promise<PlacedResource[]> {
  const rows = await ctx.db
    .select({
      id: resources.id,
      product: resources.product,
      app: resources.app,
      layer: resources.layer,
      zone: resources.zone,
      cluster: resources.cluster,
      dependsOn: resources.dependsOn,
      state: resources.state,
      lastSeenAt: resources.lastSeenAt,
    })
    .from(resources)
    .where(ne(resources.state, "planned"));
  return rows.filter(
    ({ state, lastSeenAt }) => state !== "gone" || (lastSeenAt !== null && lastSeenAt.getTime() >= at),
  );
}

/** Its resources, the calls that bear its name or touch its nodes, and of other apps the resources at their far ends. */
function selectApp(
  placed: readonly PlacedResource[],
  calls: readonly AppCalls[],
  app: string,
): { resources: PlacedResource[]; calls: AppCalls[] } {
  const own = new Set(placed.filter((resource) => resource.app === app).map(nodeIdOf));
  const kept = mergeApps(
    calls.filter((call) => call.app === app || own.has(call.client) || own.has(call.server)),
  );
  const needed = new Set(placed.filter((resource) => resource.app === app).flatMap((one) => one.dependsOn));
  const touched = new Set(kept.flatMap(({ client, server }) => [client, server]));
  return {
    resources: placed.filter(
      (one) => own.has(nodeIdOf(one)) || touched.has(nodeIdOf(one)) || needed.has(one.id),
    ),
    calls: kept,
  };
}

/** One entry for two names, whichever apps call between them: rates add up, shares are weighed, the slower tail counts. */
function mergeApps(calls: readonly AppCalls[]): AppCalls[] {
  const merged = new Map<string, AppCalls>();
  for (const call of calls) {
    const key = JSON.stringify([call.client, call.server]);
    const other = merged.get(key);
    merged.set(key, other ? addCalls(other, call) : call);
  }
  return [...merged.values()];
}

function addCalls(a: AppCalls, b: AppCalls): AppCalls {
  const callsPerS = a.callsPerS + b.callsPerS;
  const failedPerS = a.callsPerS * (a.errorRatio ?? 0) + b.callsPerS * (b.errorRatio ?? 0);
  const p99S = a.p99S === null ? b.p99S : b.p99S === null ? a.p99S : Math.max(a.p99S, b.p99S);
  return { ...a, app: null, callsPerS, errorRatio: callsPerS > 0 ? failedPerS / callsPerS : null, p99S };
}
