import type { UnixMs } from "@/lib/core/time";
import { HOST_PRODUCTS } from "@/lib/topology/constants";
import type { Aspect } from "./aspect";
import { earliest, type Evidence } from "./evidence";
import { broughtBy, loadFactor, outbound, trouble } from "./flows";
import type { CauseGraph, Tie } from "./graph";

/** Why a piece of evidence, or a candidate, counts for less. */
export type Doubt =
  | { kind: "downstream"; by: string; share: number }
  | { kind: "host"; by: string; share: number }
  | { kind: "load"; factor: number }
  | { kind: "peer"; by: string }
  | { kind: "like_peers" }
  | { kind: "late"; byMs: number };

export interface WeighedEvidence extends Evidence {
  /** How much of it nothing else accounts for, 0 to 1. */
  own: number;
  doubts: readonly Doubt[];
}

export interface Candidate {
  resource: string;
  node: string;
  product: string | null;
  /** 0 to 1: own evidence, times how closely the resource is tied to the symptom by calls in trouble. */
  score: number;
  evidence: readonly WeighedEvidence[];
  /** From the symptom's node down to this one. */
  path: readonly string[];
  doubts: readonly Doubt[];
}

export interface RankInput {
  graph: CauseGraph;
  /** By resource; resources without any are absent. */
  evidence: ReadonlyMap<string, readonly Evidence[]>;
  /** What each resource stands on, by id. */
  hostsOf: ReadonlyMap<string, readonly string[]>;
  symptom: string;
  /** When the symptom began to show. */
  symptomSince: UnixMs;
  /** Onsets are known to within so much: one step and one window of a rate. */
  blurMs: number;
}

/** How much an aspect says of a cause when it stands alone. Our choice: a state of its own says more than what is felt. */
const WEIGHT: Readonly<Record<Aspect, number>> = {
  availability: 1,
  members: 0.9,
  stock: 0.9,
  saturation: 0.9,
  quality: 0.8,
  state: 0.9,
  latency: 0.75,
  errors: 0.75,
  waiting: 0.5,
  work: 0.3,
  traffic: 0.15,
};
/** What may come from what a resource calls. */
const FELT: ReadonlySet<Aspect> = new Set(["members", "latency", "errors", "waiting", "work"]);
/** What may come from the machine that it stands on. */
const HOSTED: ReadonlySet<Aspect> = new Set([
  "availability",
  "latency",
  "errors",
  "waiting",
  "work",
  "state",
]);
/** What may come from too much to do. */
const LOADED: ReadonlySet<Aspect> = new Set([
  "availability",
  "stock",
  "saturation",
  "quality",
  "state",
  "latency",
  "errors",
  "waiting",
  "traffic",
]);
/** What may come from a member of the same group that is lost. */
const INHERITED: ReadonlySet<Aspect> = new Set([
  "members",
  "saturation",
  "quality",
  "state",
  "latency",
  "errors",
  "waiting",
  "traffic",
]);
/**
 * Load explains from this many times as many requests on, and all from twice as many on. Retries within a budget of a fifth
 * (Finagle, "RetryBudget") stay below: a resource that fails makes them itself. Our choice.
 */
const LOAD_FROM = 1.25;
const LOAD_ALL = 2;
/** Nothing is explained away altogether: a cause may hide behind another. Our choice. */
const EXPLAINED_MAX = 0.95;

/** Ranks the resources that the symptom's node can reach by how likely each is the cause. Pure. */
export function rankCauses(input: RankInput): Candidate[] {
  const { graph, symptom } = input;
  const strength = new Map<string, number>();
  const below = new Map<string, number>();
  const weighed = new Map<string, readonly WeighedEvidence[]>();
  for (const id of graph.order) {
    const worst = worstBelow(graph, id, below, strength);
    below.set(id, worst.strength);
    for (const resource of membersOf(graph, id)) {
      const evidence = weigh(input, id, resource, worst, strength);
      weighed.set(resource, evidence);
      strength.set(resource, combine(evidence));
    }
  }
  const reach = reachFrom(input, strength);
  const ranked: Candidate[] = [];
  for (const [id, { closeness, path }] of reach) {
    // The symptom is what is to be explained.
    if (id === symptom) continue;
    const node = graph.nodes.get(id);
    // Where customers stand is never a cause: it has no state of its own.
    if (!node || node.product === "business") continue;
    for (const resource of membersOf(graph, id)) {
      const evidence = weighed.get(resource) ?? [];
      if (evidence.length === 0) continue;
      const { factor, doubts } = lateness(input, evidence);
      const score = (strength.get(resource) ?? 0) * closeness * factor;
      ranked.push({ resource, node: id, product: node.product, score, evidence, path, doubts });
    }
  }
  return ranked.sort((a, b) => b.score - a.score || (a.resource < b.resource ? -1 : 1));
}

const membersOf = (graph: CauseGraph, id: string): readonly string[] => {
  const members = graph.nodes.get(id)?.resources ?? [];
  return members.length > 0 ? members : [id];
};

interface Below {
  strength: number;
  node: string | null;
}

/** The strongest trouble among what a node calls, directly or not, along edges in trouble. */
function worstBelow(
  graph: CauseGraph,
  id: string,
  below: ReadonlyMap<string, number>,
  strength: ReadonlyMap<string, number>,
): Below {
  let worst: Below = { strength: 0, node: null };
  for (const tie of graph.needs.get(id) ?? []) {
    if (tie.hosts) continue;
    const own = Math.max(0, ...membersOf(graph, tie.destination).map((one) => strength.get(one) ?? 0));
    const found = Math.max(own, below.get(tie.destination) ?? 0) * (trouble(tie) ?? 0.7);
    if (found > worst.strength) worst = { strength: found, node: tie.destination };
  }
  return worst;
}

function weigh(
  input: RankInput,
  id: string,
  resource: string,
  worst: Below,
  strength: ReadonlyMap<string, number>,
): WeighedEvidence[] {
  const evidence = input.evidence.get(resource) ?? [];
  if (evidence.length === 0) return [];
  const brought = broughtBy(input.graph, id);
  const host = worstHost(input, resource, strength);
  const load = loadOf(input, id, evidence);
  const peer = fallenPeer(input, id, resource);
  return evidence.map((one) => {
    const doubts: Doubt[] = [];
    let own = 1;
    const explain = (share: number, doubt: Doubt) => {
      if (share <= 0.1) return;
      own *= 1 - Math.min(EXPLAINED_MAX, share);
      doubts.push(doubt);
    };
    if (FELT.has(one.aspect) && worst.node !== null) {
      const share = broughtShare(brought, worst.strength);
      explain(share, { kind: "downstream", by: worst.node, share });
    }
    if (HOSTED.has(one.aspect) && host.node !== null)
      explain(host.strength, { kind: "host", by: host.node, share: host.strength });
    if (LOADED.has(one.aspect))
      explain((load - LOAD_FROM) / (LOAD_ALL - LOAD_FROM), { kind: "load", factor: load });
    if (one.aspect === "work" && load < 0.9)
      explain(Math.min(1, (0.9 - load) * 4), { kind: "load", factor: load });
    if (INHERITED.has(one.aspect) && peer !== null) explain(0.8, { kind: "peer", by: peer });
    const contrast = contrastOf(input, id, resource, one);
    if (contrast < 0.5) doubts.push({ kind: "like_peers" });
    // All members lost is no less a loss; the same delay at all of them rather comes from elsewhere.
    const alike = one.aspect === "availability" ? 0.9 : 0.6;
    return { ...one, own: own * (alike + (1 - alike) * contrast), doubts };
  });
}

/**
 * Of what is felt, the share that comes from below: as measured on the edges, else as strong as the trouble there. Failures
 * below are felt as delay too, through time-outs and retries, and delay as failures, through threads that wait.
 */
const broughtShare = (brought: { errors: number; latency: number } | null, below: number): number =>
  brought ? Math.max(brought.errors, brought.latency) : below;

function worstHost({ hostsOf }: RankInput, resource: string, strength: ReadonlyMap<string, number>): Below {
  let worst: Below = { strength: 0, node: null };
  for (const host of hostsOf.get(resource) ?? []) {
    const found = strength.get(host) ?? 0;
    if (found > worst.strength) worst = { strength: found, node: host };
  }
  return worst;
}

/** How many times as much a resource has to do as before: by its callers where they are measured, else by its own count. */
function loadOf({ graph }: RankInput, id: string, evidence: readonly Evidence[]): number {
  const measured = loadFactor(graph, id);
  if (measured !== null) return measured;
  const product = graph.nodes.get(id)?.product ?? "";
  if (!HOST_PRODUCTS.has(product)) return 1;
  const own = evidence.filter(({ aspect, usual }) => aspect === "traffic" && usual > 0);
  return Math.max(1, ...own.map(({ usual, level }) => level / usual));
}

/** A member of the same group that is lost: what it served goes to the others. */
function fallenPeer({ graph, evidence }: RankInput, id: string, resource: string): string | null {
  const isFallen = (one: string) =>
    evidence.get(one)?.some(({ aspect, strength }) => aspect === "availability" && strength >= 0.5) === true;
  if (isFallen(resource)) return null;
  return membersOf(graph, id).find((one) => one !== resource && isFallen(one)) ?? null;
}

/** 1: only this member of its group shows it; 0: all show it as much. A resource without peers stands between. */
function contrastOf({ graph, evidence }: RankInput, id: string, resource: string, one: Evidence): number {
  const peers = membersOf(graph, id).filter((other) => other !== resource);
  if (peers.length === 0) return 0.7;
  const others = peers
    .map((peer) => evidence.get(peer)?.find(({ metric }) => metric === one.metric)?.strength ?? 0)
    .sort((a, b) => a - b);
  const typical = others[Math.floor(others.length / 2)] ?? 0;
  return Math.max(0, Math.min(1, (one.strength - typical) / one.strength));
}

/** What a resource's evidence says together: the best of each aspect, as if the aspects were independent witnesses. */
function combine(evidence: readonly WeighedEvidence[]): number {
  const best = new Map<Aspect, number>();
  for (const { aspect, strength, own } of evidence)
    best.set(aspect, Math.max(best.get(aspect) ?? 0, WEIGHT[aspect] * strength * own));
  let nothing = 1;
  for (const value of best.values()) nothing *= 1 - value;
  return 1 - nothing;
}

interface Way {
  closeness: number;
  path: readonly string[];
}

/**
 * The best way from the symptom to each node. An edge in trouble keeps all of the closeness, a calm one half; one that takes
 * all calls of its source nearly all of it, because there is no other way: the chain of an entry is no distance. Our choice.
 */
function reachFrom(
  { graph, symptom }: RankInput,
  strength: ReadonlyMap<string, number>,
): ReadonlyMap<string, Way> {
  const settled = new Map<string, Way>();
  const open = new Map<string, Way>([[symptom, { closeness: 1, path: [symptom] }]]);
  while (open.size > 0) {
    let next: string | undefined;
    for (const [id, { closeness }] of open)
      if (next === undefined || closeness > (open.get(next)?.closeness ?? 0)) next = id;
    const way = next === undefined ? undefined : open.get(next);
    if (next === undefined || !way) break;
    open.delete(next);
    settled.set(next, way);
    for (const tie of graph.needs.get(next) ?? []) {
      if (settled.has(tie.destination)) continue;
      const kept = Math.max(0.5 + 0.5 * tieTrouble(graph, tie, strength), 0.5 + 0.4 * callShare(graph, tie));
      const closeness = way.closeness * kept;
      if (closeness > (open.get(tie.destination)?.closeness ?? 0))
        open.set(tie.destination, { closeness, path: [...way.path, tie.destination] });
    }
  }
  return settled;
}

/** Share of its source's calls that an edge takes. */
function callShare(graph: CauseGraph, { source, flow }: Tie): number {
  const all = outbound(graph, source, "before")?.callsPerS ?? 0;
  return flow && all > 0 ? flow.before.callsPerS / all : 0;
}

function tieTrouble(graph: CauseGraph, tie: Tie, strength: ReadonlyMap<string, number>): number {
  const measured = trouble(tie);
  // An edge with a tenth of trouble carries a symptom as surely as one with all of it.
  if (measured !== null) return Math.min(1, measured * 3);
  const below = Math.max(0, ...membersOf(graph, tie.destination).map((one) => strength.get(one) ?? 0));
  return tie.hosts ? 0.4 + 0.6 * below : below;
}

/** A cause does not begin after its effect. */
function lateness(
  { symptomSince, blurMs }: RankInput,
  evidence: readonly WeighedEvidence[],
): { factor: number; doubts: Doubt[] } {
  const best = Math.max(...evidence.map(({ strength, own }) => strength * own));
  const since = earliest(
    evidence.filter(({ strength, own }) => strength * own >= best / 2).map((one) => one.since),
  );
  const byMs = since === null ? 0 : since - symptomSince;
  return byMs > blurMs ? { factor: 0.6, doubts: [{ kind: "late", byMs }] } : { factor: 1, doubts: [] };
}
