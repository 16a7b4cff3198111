import { MINUTE_MS, type UnixMs } from "@/lib/core/time";
import { aspectOf } from "@/lib/localisation/aspect";
import { evidenceOf, type Evidence } from "@/lib/localisation/evidence";
import { localiseIn, type Located } from "@/lib/localisation/localise-in";
import type { Metrics } from "@/lib/localisation/read-evidence";
import { findProduct } from "@/lib/products/catalogue";
import { buildFleet } from "@/lib/simulator/fleet";
import { nodeIdOf } from "@/lib/topology/build-topology";
import { BEFORE_MS, type Case } from "./cases";
import { playFault } from "./play";

export interface Outcome extends Case {
  /** Node of the graph that the resource is a member of. */
  node: string;
  /** Business node that showed it worst; null: the fault did not reach the business. */
  symptom: string | null;
  /** When it showed, from the beginning of the fault. */
  shownAfterMs: number | null;
  /** Place of the true resource, from 1; null: not in the list. */
  rank: number | null;
  located: Located | null;
}

interface Symptom {
  node: string;
  metric: string;
  since: UnixMs;
  strength: number;
}

/** What who watches the business sees: failures and slow answers that left their baseline after `at`, worst first. */
async function symptomsIn(metrics: Metrics, at: UnixMs, to: UnixMs): Promise<Symptom[]> {
  const windows = { baseline: { from: at - 20 * MINUTE_MS, to: at }, window: { from: at, to } };
  const found: Symptom[] = [];
  for (const metric of findProduct("business")?.metrics ?? []) {
    const aspect = aspectOf(metric);
    if (aspect !== "errors" && aspect !== "latency") continue;
    const expr = (metric.view ?? metric.name).replaceAll("$selector", "").replaceAll("$window", "30s");
    const series = await metrics.queryRange(expr, { from: windows.baseline.from, to }, 10_000);
    for (const { labels, t, v } of series) {
      const evidence = evidenceOf(metric, aspect, { t, v }, windows);
      if (evidence)
        found.push({
          node: labels["resource"] ?? "",
          metric: metric.name,
          since: evidence.since,
          strength: weight(evidence),
        });
    }
  }
  return found.sort((a, b) => b.strength - a.strength);
}

/**
 * The worst that the fault did to the business: what the same world shows without it, such as the opening of the exchange, is
 * none of its doing.
 */
async function worstSymptom(metrics: Metrics, { seed, at }: Case, to: UnixMs): Promise<Symptom | null> {
  const calm = await calmSymptoms(seed, at, to);
  const usual = new Map(calm.map((one) => [`${one.node} ${one.metric}`, one.strength]));
  const seen = await symptomsIn(metrics, at, to);
  return (
    seen.find(({ node, metric, strength }) => strength > 1.5 * (usual.get(`${node} ${metric}`) ?? 0)) ?? null
  );
}

const calmKept = new Map<string, Promise<Symptom[]>>();

/** The faults of one time share it. */
function calmSymptoms(seed: number, at: UnixMs, to: UnixMs): Promise<Symptom[]> {
  const key = `${seed} ${at} ${to}`;
  const found =
    calmKept.get(key) ?? symptomsIn(playFault(seed, at - BEFORE_MS, to, null, isOfBusiness), at, to);
  calmKept.set(key, found);
  return found;
}

const isOfBusiness = (name: string): boolean => name.startsWith("business_");

/** Failures before delays. */
const weight = ({ aspect, strength }: Evidence): number => strength + (aspect === "errors" ? 1 : 0);

/** Plays a case and asks for its cause as a person would: from when the business showed it, for five minutes. */
export async function evaluateCase(one: Case): Promise<Outcome> {
  const { faultId, resourceId, seed, at, forMs } = one;
  const end = at + forMs;
  const fault = { faultId, resourceId, parameters: {}, activeFrom: at, endAt: end };
  // Most faults stay below the business: what they move elsewhere is not read.
  const business = playFault(seed, at - BEFORE_MS, end, fault, isOfBusiness);
  const symptom = await worstSymptom(business, one, end);
  const fleet = buildFleet(1, at);
  const own = fleet.find(({ id }) => id === resourceId);
  const node = own ? nodeIdOf(own) : resourceId;
  if (!symptom) return { ...one, node, symptom: null, shownAfterMs: null, rank: null, located: null };
  const metrics = playFault(seed, at - BEFORE_MS, end, fault);
  const to = Math.min(end, symptom.since + 5 * MINUTE_MS);
  const from = Math.min(symptom.since, to - MINUTE_MS);
  const located = await localiseIn(metrics, fleet, symptom.node, { from, to }, new AbortController().signal);
  const place = located.causes.findIndex(({ resource }) => resource === resourceId);
  return {
    ...one,
    node,
    symptom: symptom.node,
    shownAfterMs: symptom.since - at,
    rank: place < 0 ? null : place + 1,
    located,
  };
}
