import type { Flow } from "./edges";
import type { CauseGraph, Tie } from "./graph";

/** What a node was asked for and answered, over all who call it; null: its callers are not measured. */
export function inbound(graph: CauseGraph, node: string, when: "before" | "during"): Flow | null {
  return sum((graph.neededBy.get(node) ?? []).flatMap(({ flow }) => (flow ? [flow[when]] : [])));
}

/** What a node asked others for. */
export function outbound(graph: CauseGraph, node: string, when: "before" | "during"): Flow | null {
  return sum((graph.needs.get(node) ?? []).flatMap(({ flow }) => (flow ? [flow[when]] : [])));
}

function sum(flows: readonly Flow[]): Flow | null {
  if (flows.length === 0) return null;
  let callsPerS = 0;
  let failedPerS = 0;
  let time = 0;
  let timed = 0;
  for (const flow of flows) {
    callsPerS += flow.callsPerS;
    failedPerS += flow.failedPerS;
    if (flow.meanS !== null) {
      time += flow.meanS * flow.callsPerS;
      timed += flow.callsPerS;
    }
  }
  return { callsPerS, failedPerS, meanS: timed > 0 ? time / timed : null };
}

/** How many times as many requests a node gets as before; null: not measured, or none before. */
export function loadFactor(graph: CauseGraph, node: string): number | null {
  const before = inbound(graph, node, "before");
  const during = inbound(graph, node, "during");
  return before && during && before.callsPerS > 0 ? during.callsPerS / before.callsPerS : null;
}

const clip = (value: number): number => Math.min(1, Math.max(0, value));

/** Failing and slower calls of one edge, 0 to 1: how much trouble goes along it. */
export function trouble({ flow }: Tie): number | null {
  if (!flow) return null;
  const { before, during } = flow;
  const share = (one: Flow) => (one.callsPerS > 0 ? one.failedPerS / one.callsPerS : 0);
  const failing = clip(share(during) - share(before));
  // No failing calls, but hardly any calls at all: they were given up before they were made.
  const silent = before.callsPerS > 0.05 ? clip(1 - during.callsPerS / before.callsPerS - 0.5) * 2 : 0;
  const slower =
    before.meanS !== null && during.meanS !== null && before.meanS > 0
      ? clip(Math.log10(during.meanS / before.meanS))
      : 0;
  return Math.max(clip(Math.sqrt(failing)), slower, silent);
}

/** Shares of a node's own new failures and new delay that come back to it from what it calls. */
export function broughtBy(graph: CauseGraph, node: string): { errors: number; latency: number } | null {
  const into = { before: inbound(graph, node, "before"), during: inbound(graph, node, "during") };
  const ties = graph.needs.get(node) ?? [];
  if (!into.before || !into.during || !ties.some(({ flow }) => flow)) return null;
  const failed = into.during.failedPerS - into.before.failedPerS;
  let failedBelow = 0;
  let delayBelow = 0;
  for (const { flow } of ties) {
    if (!flow) continue;
    failedBelow += Math.max(0, flow.during.failedPerS - flow.before.failedPerS);
    const perRequest = (flowThen: Flow, calls: number) =>
      flowThen.meanS === null || calls <= 0 ? 0 : (flowThen.callsPerS * flowThen.meanS) / calls;
    delayBelow +=
      perRequest(flow.during, into.during.callsPerS) - perRequest(flow.before, into.before.callsPerS);
  }
  const delay = (into.during.meanS ?? 0) - (into.before.meanS ?? 0);
  return {
    errors: failedBelow <= 0 ? 0 : failed <= 0 ? 1 : clip(failedBelow / failed),
    latency: delayBelow <= 0 ? 0 : delay <= 0 ? 1 : clip(delayBelow / delay),
  };
}
