import type { Context } from "@/lib/core/context";
import { InvalidError } from "@/lib/core/errors";
import { MINUTE_MS } from "@/lib/core/time";
import { findMetric } from "@/lib/products/catalogue";
import { readPlaced } from "@/lib/topology";
import { localiseIn } from "./localise-in";
import type { WeighedEvidence } from "./rank";
import { localisationQuerySchema, type Localisation, type LocalisationQuery } from "./schemas";

/** What of a symptom is looked at when no window is given. */
const WINDOW_MS = 5 * MINUTE_MS;
/** After so long the answer is given with what was read until then: who waits for it fights a fire. Our choice. */
const PATIENCE_MS = 20_000;

/**
 * Ranks the resources that most likely caused what a node shows, with the evidence for and against each.
 *
 * @throws NotFoundError for a node that nobody knows; InvalidError for a window that ends before it begins.
 */
export async function localise(ctx: Context, input: LocalisationQuery): Promise<Localisation> {
  const { node, limit, ...range } = localisationQuerySchema.parse(input);
  const to = range.to ?? ctx.now();
  const from = range.from ?? to - WINDOW_MS;
  if (from >= to) throw new InvalidError("The end must come after the beginning.", { place: "to" });
  const placed = await readPlaced(ctx, to);
  const found = await localiseIn(ctx.metrics, placed, node, { from, to }, AbortSignal.timeout(PATIENCE_MS));
  return {
    symptom: { node: found.node, since: found.since, evidence: found.symptoms.map(viewEvidence) },
    causes: found.causes.slice(0, limit).map(({ evidence, path, doubts, ...cause }) => ({
      ...cause,
      evidence: evidence
        .toSorted((a, b) => b.strength * b.own - a.strength * a.own)
        .filter(({ aspect }) => aspect !== "traffic")
        .map(viewEvidence),
      path: [...path],
      doubts: [...doubts],
    })),
    ...found.windows,
    resources: found.resources,
    metrics: found.asked,
    unread: [...found.unread],
  };
}

function viewEvidence({ doubts, ...one }: WeighedEvidence): Localisation["symptom"]["evidence"][number] {
  const definition = findMetric(one.metric)?.metric;
  return { ...one, unit: definition?.viewUnit ?? definition?.unit ?? "", doubts: [...doubts] };
}
