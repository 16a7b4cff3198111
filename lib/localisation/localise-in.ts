import { NotFoundError } from "@/lib/core/errors";
import { MINUTE_MS, type RangeMs } from "@/lib/core/time";
import { buildTopology, nodeIdOf, type PlacedResource } from "@/lib/topology/build-topology";
import { HOST_PRODUCTS } from "@/lib/topology/constants";
import { walk } from "@/lib/topology/walk";
import type { Windows } from "./deviation";
import { readEdgeFlows } from "./edges";
import { earliest, type Evidence } from "./evidence";
import { buildCauseGraph } from "./graph";
import { rateWindow } from "./plan-queries";
import { rankCauses, type Candidate, type WeighedEvidence } from "./rank";
import { readEvidence, readInterval, stepOf, type Metrics } from "./read-evidence";

/** What was usual is read from so long before: shorter than the daily rise and fall, longer than a burst. Our choice. */
const BASELINE_MS = 20 * MINUTE_MS;
/** Causes show before their symptom; so much before it belongs to the window already. Our choice. */
const LEAD_MS = 3 * MINUTE_MS;
/** The window of a rate shows a failure that much late, so the calls that failed lie before the symptom. Our choice. */
const CALLS_LEAD_MS = MINUTE_MS;

export interface Located {
  node: string;
  /** When the symptom began to show; null: none of its metrics left its baseline. */
  since: number | null;
  symptoms: readonly WeighedEvidence[];
  causes: readonly Candidate[];
  windows: Windows;
  resources: number;
  asked: number;
  unread: readonly { metric: string; reason: string }[];
}

/**
 * Ranks the likely causes of what a node shows in a window, out of metrics, the call graph and the inventory.
 *
 * @param symptom a node of the graph or one of its resources.
 * @throws NotFoundError when neither the inventory nor a call knows it.
 */
export async function localiseIn(
  metrics: Metrics,
  placed: readonly PlacedResource[],
  symptom: string,
  { from, to }: RangeMs,
  signal: AbortSignal,
): Promise<Located> {
  const windows: Windows = {
    baseline: { from: from - LEAD_MS - BASELINE_MS, to: from - LEAD_MS },
    window: { from: from - LEAD_MS, to },
  };
  const flows = await readEdgeFlows(
    metrics,
    { ...windows, window: { from: from - CALLS_LEAD_MS, to } },
    { signal },
  );
  const topology = buildTopology(
    placed,
    flows.map(({ source, destination, during }) => ({
      client: source,
      server: destination,
      callsPerS: during.callsPerS,
      errorRatio: null,
      p99S: null,
    })),
    to,
  );
  const start = topology.nodes.find(({ id, resources }) => id === symptom || resources.includes(symptom));
  if (!start) throw new NotFoundError("node or resource", symptom);
  const reached = new Set([start.id, ...walk(topology, start.id, "dependencies").map(({ id }) => id)]);
  const looked = placed.filter((one) => reached.has(nodeIdOf(one)));
  const ids = new Set(looked.map(({ id }) => id));
  const intervalMs = await readInterval(
    metrics,
    { resource: start.resources[0] ?? start.id, node: start.id },
    to,
    signal,
  );
  const read = await readEvidence(
    metrics,
    new Set(looked.map(({ product }) => product)),
    (id) => ids.has(id),
    windows,
    intervalMs,
    signal,
  );
  const symptoms = start.resources.flatMap((id) => read.evidence.get(id) ?? []).filter(isHealth);
  const since = earliest(symptoms.map((one) => one.since));
  const causes = rankCauses({
    graph: buildCauseGraph(topology, flows),
    evidence: read.evidence,
    hostsOf: hostsOf(looked),
    symptom: start.id,
    symptomSince: since ?? from,
    blurMs: rateWindow(intervalMs) + stepOf(windows, intervalMs),
  });
  return {
    node: start.id,
    since,
    symptoms: symptoms.map((one) => ({ ...one, own: 1, doubts: [] })),
    causes,
    windows,
    resources: ids.size,
    asked: read.asked,
    unread: read.unread,
  };
}

/** What each resource stands on, and what that stands on in turn. */
function hostsOf(placed: readonly PlacedResource[]): ReadonlyMap<string, readonly string[]> {
  const byId = new Map(placed.map((one) => [one.id, one]));
  return new Map(
    placed.map(({ id }) => {
      const found = new Set([id]);
      // A Set hands out what is added to it while it is read: this is the queue.
      for (const one of found)
        for (const next of byId.get(one)?.dependsOn ?? [])
          if (HOST_PRODUCTS.has(byId.get(next)?.product ?? "")) found.add(next);
      found.delete(id);
      return [id, [...found]];
    }),
  );
}

/** More or less traffic is no symptom. */
const isHealth = ({ aspect }: Evidence): boolean => aspect !== "traffic" && aspect !== "work";
