import type { Context } from "@/lib/core/context";
import { MINUTE_MS, type RangeMs, type UnixMs } from "@/lib/core/time";
import { RESERVED_IDS, RESOURCE_ID_MAX } from "../constants";

/** Labels that tell where a resource is or what it serves. What else its series carry tells their parts apart. */
const ATTRIBUTES = ["app", "layer", "zone", "cluster", "region", "env", "version"] as const;

/** PromQL looks back this far for a sample: what has none since is not seen. */
const LOOKBACK_MS = 5 * MINUTE_MS;
/** More products and jobs than this are not asked about in one pass. Our choice: each is a query. */
const PARTS_MAX = 2_000;
/** More resources than this are not kept. Our choice: several times the largest simulated fleet. */
const SEEN_MAX = 50_000;
/** Values of one attribute that are kept. */
const VALUES_MAX = 10;

export interface SeenResource {
  id: string;
  /** Value of the label `product`, or the job. */
  product: string;
  job: string | null;
  instance: string | null;
  attributes: Record<string, string[]>;
}

/** A product or job: what is asked about in one query, so that one that is too large does not hide the others. */
export type Part = { kind: "product"; name: string } | { kind: "job"; name: string };

export interface Seen {
  resources: Map<string, SeenResource>;
  /** Parts that could not be read: nothing can be said of their resources. */
  failures: { part: Part; reason: string }[];
}

/** As in PromQL: a JSON text is a string of Go too. */
const quoted = (text: string): string => JSON.stringify(text);

/** Series of a resource that names itself, and of a target that does not. */
const NAMED = `product!="",resource!=""`;
const TARGETS = [`job!="",instance!="",product=""`, `job!="",instance!="",resource=""`] as const;

/**
 * Every resource that has a sample now: one row a resource comes back from the store, whatever the number of its series.
 *
 * @throws the errors of the store when it does not tell what products and jobs there are.
 */
export async function readObserved(
  { metrics }: Pick<Context, "metrics">,
  now: UnixMs,
  signal?: AbortSignal,
): Promise<Seen> {
  const range: RangeMs = { from: now - LOOKBACK_MS, to: now };
  const options = signal ? { signal } : {};
  const [products, jobs] = await Promise.all([
    metrics.labelValues("product", { matchers: [`{${NAMED}}`], range }, options),
    metrics.labelValues("job", { matchers: TARGETS.map((target) => `{${target}}`), range }, options),
  ]);
  const parts: Part[] = [
    ...products.map((name): Part => ({ kind: "product", name })),
    ...jobs.map((name): Part => ({ kind: "job", name })),
  ];
  const seen: Seen = { resources: new Map(), failures: [] };
  for (const part of parts.slice(PARTS_MAX))
    seen.failures.push({ part, reason: `There are more than ${PARTS_MAX} products and jobs.` });
  for (const part of parts.slice(0, PARTS_MAX)) {
    signal?.throwIfAborted();
    try {
      // oxlint-disable-next-line no-await-in-loop -- one after the other: a pass must not crowd out readers
      const value = await metrics.query(partQuery(part), now, options);
      if (value.type === "vector") for (const { labels } of value.samples) note(seen, part, labels);
    } catch (error) {
      if (signal?.aborted) throw error;
      seen.failures.push({ part, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return seen;
}

function partQuery({ kind, name }: Part): string {
  const by = `by (resource, job, instance, ${ATTRIBUTES.join(", ")})`;
  if (kind === "product")
    return `group ${by.replace("job, instance, ", "")} ({product=${quoted(name)},resource!=""})`;
  return TARGETS.map(
    (target) =>
      `group ${by.replace("resource, ", "")} ({${target.replace(`job!=""`, `job=${quoted(name)}`)}})`,
  ).join(" or ");
}

function note(seen: Seen, part: Part, labels: Readonly<Record<string, string>>): void {
  const { job = null, instance = null } = part.kind === "job" ? { ...labels, job: part.name } : {};
  const id = part.kind === "product" ? (labels.resource ?? "") : `${part.name}@${instance ?? ""}`;
  if (!isStorable(id)) return;
  let found = seen.resources.get(id);
  if (!found) {
    if (seen.resources.size >= SEEN_MAX) return;
    found = { id, product: part.name, job, instance, attributes: {} };
    seen.resources.set(id, found);
  }
  const attributes = found.attributes;
  const add = (name: string, value: string | undefined): void => {
    if (value === undefined || value === "" || !isStorable(value)) return;
    const values = (attributes[name] ??= []);
    if (!values.includes(value) && values.length < VALUES_MAX) values.push(value);
  };
  if (part.kind === "product") add("product", part.name);
  for (const name of ATTRIBUTES) add(name, labels[name]);
}

/** PostgreSQL's texts hold neither U+0000 nor halves of characters. */
const isStorable = (text: string): boolean =>
  text !== "" &&
  text.length <= RESOURCE_ID_MAX &&
  text.isWellFormed() &&
  !text.includes("\u0000") &&
  !RESERVED_IDS.some((word) => word === text);
