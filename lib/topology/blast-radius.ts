import type { BlastRadius, Topology, TopologyEdge, TopologyNode, Touched } from "./schemas";

/** Share of the source's work that fails with an edge, 0 to 1, and what that is known by. */
export interface Weight {
  share: number;
  basis: Touched["basis"];
}

/**
 * Who is touched when these resources fail.
 *
 * A group is lost when its last member is; as long as one is left, the group is degraded and its callers go on. What a
 * workload runs on is one pool: it is lost when all of it is. The loss then climbs along the edges: a node loses the sum of
 * `weight * loss` over all that it needs, at most everything. That is exact where edges are alternatives, as two balancers
 * are, and the worst case where one request takes several of them.
 *
 * @param weightOf what an edge weighs; absent: `callShares`.
 * @returns the touched nodes, those that lose most first; the failing ones are apart.
 */
export function blastRadius(
  topology: Topology,
  failing: ReadonlySet<string>,
  weightOf: (edge: TopologyEdge) => Weight = callShares(topology),
): BlastRadius {
  const own = new Map(topology.nodes.map((node) => [node.id, ownLoss(node, failing)]));
  const inbound = inboundRates(topology);
  const loss = spread(topology, own, weightOf);
  const touched = topology.nodes.flatMap((node): Touched[] => {
    const share = loss.get(node.id) ?? 0;
    if (share <= SMALLEST || (own.get(node.id)?.share ?? 0) === 1) return [];
    const path = worstPath(topology, node.id, loss, own, weightOf);
    const rate = inbound.get(node.id);
    return [{ id: node.id, share, ...path, requestsPerS: rate === undefined ? null : rate * share }];
  });
  return {
    failing: topology.nodes.flatMap((node) => own.get(node.id)?.failing ?? []),
    touched: touched.sort((a, b) => b.share - a.share || a.path.length - b.path.length),
  };
}

/** Below one request in 10,000 a touch is arithmetic, not an effect: our choice. */
const SMALLEST = 1e-4;

/**
 * The weight of each edge by what was measured: calls of the edge for each request that its source gets, at most one. A
 * source that nobody is seen to call is the beginning of the traffic: there an edge weighs its share of what goes out. An
 * edge that is only declared weighs 1: nothing says that its source could do without.
 */
export function callShares(topology: Topology): (edge: TopologyEdge) => Weight {
  const inbound = inboundRates(topology);
  const outbound = new Map<string, number>();
  for (const { source, callsPerS } of topology.edges)
    if (callsPerS !== null) outbound.set(source, (outbound.get(source) ?? 0) + callsPerS);
  return ({ source, callsPerS }) => {
    const rate = inbound.get(source) ?? outbound.get(source) ?? 0;
    if (callsPerS === null || rate <= 0) return { share: 1, basis: "declared" };
    return { share: Math.min(1, callsPerS / rate), basis: "call_share" };
  };
}

function inboundRates({ edges }: Topology): ReadonlyMap<string, number> {
  const inbound = new Map<string, number>();
  for (const { destination, callsPerS } of edges)
    if (callsPerS !== null) inbound.set(destination, (inbound.get(destination) ?? 0) + callsPerS);
  return inbound;
}

interface OwnLoss {
  /** 1: all members fail; else 0. */
  share: 0 | 1;
  failing: BlastRadius["failing"];
}

function ownLoss(node: TopologyNode, failing: ReadonlySet<string>): OwnLoss {
  // A node without members stands for itself.
  const members = node.resources.length > 0 ? node.resources : [node.id];
  const hit = members.filter((member) => failing.has(member));
  if (hit.length === 0) return { share: 0, failing: [] };
  const lost = hit.length === members.length;
  return {
    share: lost ? 1 : 0,
    failing: [
      {
        id: node.id,
        state: lost ? "lost" : "degraded",
        members: members.length,
        membersFailing: hit.length,
        resources: hit,
      },
    ],
  };
}

/**
 * The least fixed point, from below. Without cycles it is reached in as many rounds as there are nodes; a cycle that feeds
 * itself grows slower and slower, and is left where it then is.
 */
function spread(
  topology: Topology,
  own: ReadonlyMap<string, OwnLoss>,
  weightOf: (edge: TopologyEdge) => Weight,
): ReadonlyMap<string, number> {
  const loss = new Map<string, number>(topology.nodes.map(({ id }) => [id, own.get(id)?.share ?? 0]));
  const needs = Map.groupBy(topology.edges, ({ source }) => source);
  for (let moved = true; moved;) {
    moved = false;
    for (const [id, edges] of needs) {
      const before = loss.get(id) ?? 0;
      const after = Math.max(before, lossOf(edges, loss, weightOf));
      if (after - before > SETTLED) moved = true;
      loss.set(id, after);
    }
  }
  return loss;
}

/** Far below what is shown, and far above what doubles cannot tell apart. */
const SETTLED = 1e-9;

function lossOf(
  edges: readonly TopologyEdge[],
  loss: ReadonlyMap<string, number>,
  weightOf: (edge: TopologyEdge) => Weight,
): number {
  const hosts = edges.filter(({ kind }) => kind === "hosts");
  let lost = hosts.length === 0 ? 0 : Math.min(...hosts.map((edge) => loss.get(edge.destination) ?? 0));
  for (const edge of edges)
    if (edge.kind !== "hosts") lost += weightOf(edge).share * (loss.get(edge.destination) ?? 0);
  return Math.min(1, lost);
}

/** From a touched node down to the failing one, each time by the edge that brings the most. */
function worstPath(
  topology: Topology,
  start: string,
  loss: ReadonlyMap<string, number>,
  own: ReadonlyMap<string, OwnLoss>,
  weightOf: (edge: TopologyEdge) => Weight,
): Pick<Touched, "path" | "basis"> {
  const path = [start];
  let basis: Touched["basis"] = "measured";
  for (let at = start; own.get(at)?.share !== 1;) {
    let worst: { id: string; brings: number; basis: Touched["basis"] } | undefined;
    for (const edge of topology.edges) {
      if (edge.source !== at || path.includes(edge.destination)) continue;
      const weight: Weight = edge.kind === "hosts" ? { share: 1, basis: "declared" } : weightOf(edge);
      const brings = weight.share * (loss.get(edge.destination) ?? 0);
      if (brings > (worst?.brings ?? 0)) worst = { id: edge.destination, brings, basis: weight.basis };
    }
    if (!worst) break;
    path.push(worst.id);
    basis = weakest(basis, worst.basis);
    at = worst.id;
  }
  return { path, basis };
}

const BY_WEAKNESS: readonly Touched["basis"][] = ["measured", "call_share", "declared"];
const weakest = (a: Touched["basis"], b: Touched["basis"]): Touched["basis"] =>
  BY_WEAKNESS.indexOf(a) > BY_WEAKNESS.indexOf(b) ? a : b;
