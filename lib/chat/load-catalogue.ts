import { ne } from "drizzle-orm";
import { alarmRules } from "@/db/schema/alarms";
import { events } from "@/db/schema/events";
import { experiments } from "@/db/schema/experiments";
import { resources } from "@/db/schema/resources";
import type { Context } from "@/lib/core/context";
import { processSingleton } from "@/lib/core/once";
import { HOUR_MS } from "@/lib/core/time";
import type { MetricMetadata } from "@/lib/metrics/store";
import { findMetric, PRODUCTS } from "@/lib/products/catalogue";
import type { MetricDefinition } from "@/lib/products/types";
import type { ChatCatalogue } from "./understand/catalogue";

/** Names are read again after this time: long enough to chat, short enough to see a new metric. */
const KEEP_MS = 30_000;
/** Past this many foreign metrics the lexicon would cost more than it helps; the rest is asked for on the timeline. */
const OTHERS_MAX = 5_000;

interface Cache {
  at: number;
  db: unknown;
  catalogue: Promise<ChatCatalogue>;
}
const cache = processSingleton("chat.catalogue", (): { entry: Cache | null } => ({ entry: null }));

/** What can be asked about now. Shared by all questions for half a minute. */
export function loadCatalogue(ctx: Context): Promise<ChatCatalogue> {
  const holder = cache();
  const now = ctx.now();
  if (holder.entry && holder.entry.db === ctx.db && Math.abs(now - holder.entry.at) < KEEP_MS)
    return holder.entry.catalogue;
  const catalogue = readCatalogue(ctx);
  holder.entry = { at: now, db: ctx.db, catalogue };
  catalogue.catch(() => {
    holder.entry = null;
  });
  return catalogue;
}

async function readCatalogue(ctx: Context): Promise<ChatCatalogue> {
  const [fleet, rules, eventRows, plans, others] = await Promise.all([
    ctx.db.select().from(resources).where(ne(resources.state, "gone")),
    ctx.db.select({ name: alarmRules.name }).from(alarmRules),
    ctx.db.select().from(events).where(ne(events.phase, "cancelled")),
    ctx.db
      .select({ slug: experiments.slug, title: experiments.title, titleZh: experiments.titleZh })
      .from(experiments),
    readOthers(ctx),
  ]);
  return {
    products: PRODUCTS,
    others,
    resources: fleet.map(({ id, product, app, layer, zone, cluster }) => ({
      id,
      product,
      app,
      layer,
      zone,
      cluster,
    })),
    scenarios: [
      ...new Set(fleet.flatMap(({ spec }) => (typeof spec.scenario === "string" ? [spec.scenario] : []))),
    ],
    rules: rules.map((rule) => rule.name),
    events: eventRows.map(({ slug, title, titleZh, preAt, t0, endAt, postEndAt }) => ({
      slug,
      title,
      titleZh,
      preAt: preAt.getTime(),
      t0: t0.getTime(),
      endAt: endAt.getTime(),
      postEndAt: postEndAt.getTime(),
    })),
    experiments: plans,
  };
}

/** Metrics that someone else sends us, such as a Prometheus's own. */
async function readOthers(ctx: Context): Promise<MetricDefinition[]> {
  const now = ctx.now();
  const [names, metadata] = await Promise.all([
    ctx.metrics.labelValues("__name__", { matchers: [], range: { from: now - HOUR_MS, to: now } }),
    ctx.metrics.metadata(),
  ]);
  const known = new Map(metadata.map((m) => [m.metric, m]));
  return names
    .filter((name) => findMetric(name) === undefined)
    .slice(0, OTHERS_MAX)
    .map((name) => describeOther(name, known.get(name)));
}

const UNIT_SUFFIX = /_(seconds|bytes|ratio)(?:_total)?$/;

function describeOther(name: string, metadata: MetricMetadata | undefined): MetricDefinition {
  const type =
    metadata && metadata.type !== "unknown" ? metadata.type : name.endsWith("_total") ? "counter" : "gauge";
  const help = metadata?.help ?? "";
  return {
    name,
    // Parts of histograms and summaries are read as the plain series they are.
    type: type === "counter" ? "counter" : "gauge",
    unit: metadata?.unit || (UNIT_SUFFIX.exec(name)?.[1] ?? ""),
    title: { en: name, zh: name },
    help: { en: help, zh: help },
    bad: "neither",
  };
}
