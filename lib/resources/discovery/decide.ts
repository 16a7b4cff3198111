import type { ObservedResource } from "@/db/schema/resources";
import { DAY_MS, MINUTE_MS, type UnixMs } from "@/lib/core/time";
import type { Part, Seen } from "./read-observed";

/** A machine that is switched off over night is not gone. Our choice. */
export const GONE_AFTER_MS = DAY_MS;
/** What has been gone for longer is forgotten, so that instances that come and go do not pile up. Our choice. */
export const FORGET_AFTER_MS = 30 * DAY_MS;
/** `lastSeenAt` of what is seen all the time is written this often: a write for each pass would serve nobody. */
export const LAST_SEEN_EVERY_MS = 5 * MINUTE_MS;

export type ObservedChange = "appeared" | "changed" | "stale" | "gone" | "returned";

export interface ObservedDecision {
  /** Rows to write, whole. */
  rows: ObservedResource[];
  /** What happened to resources, in the order of `rows`; a row that only moves its time on is not told. */
  changes: { id: string; change: ObservedChange }[];
  /** Rows to remove. */
  forgotten: string[];
}

/**
 * What a pass of discovery changes. A resource of a part that could not be read stays as it is: not to see it proves
 * nothing.
 */
export function decideObserved(
  known: ReadonlyMap<string, ObservedResource>,
  { resources, failures }: Seen,
  now: UnixMs,
): ObservedDecision {
  const decision: ObservedDecision = { rows: [], changes: [], forgotten: [] };
  const at = new Date(now);
  for (const seen of resources.values()) {
    const before = known.get(seen.id);
    const attributes = sorted(seen.attributes);
    const { id, product, job, instance } = seen;
    const change = changeOf(before, { product, job, instance, attributes });
    const isDue = before !== undefined && now - before.lastSeenAt.getTime() >= LAST_SEEN_EVERY_MS;
    if (change === null && !isDue) continue;
    const firstSeenAt = before?.firstSeenAt ?? at;
    decision.rows.push({
      id,
      product,
      job,
      instance,
      attributes,
      state: "seen",
      firstSeenAt,
      lastSeenAt: at,
    });
    if (change !== null) decision.changes.push({ id, change });
  }
  const isUnread = unreadParts(failures.map(({ part }) => part));
  for (const before of known.values()) {
    if (resources.has(before.id) || isUnread(before)) continue;
    const unseenMs = now - before.lastSeenAt.getTime();
    if (unseenMs >= FORGET_AFTER_MS && before.state === "gone") {
      decision.forgotten.push(before.id);
      continue;
    }
    const state = unseenMs >= GONE_AFTER_MS ? "gone" : "stale";
    if (state === before.state || before.state === "gone") continue;
    decision.rows.push({ ...before, state });
    decision.changes.push({ id: before.id, change: state });
  }
  return decision;
}

type Told = Pick<ObservedResource, "product" | "job" | "instance" | "attributes">;

function changeOf(before: ObservedResource | undefined, after: Told): ObservedChange | null {
  if (!before) return "appeared";
  if (before.state !== "seen") return "returned";
  return same(before, after) ? null : "changed";
}

const same = (a: Told, b: Told): boolean =>
  a.product === b.product &&
  a.job === b.job &&
  a.instance === b.instance &&
  // PostgreSQL gives the keys back in an order of its own.
  JSON.stringify(sorted(a.attributes)) === JSON.stringify(sorted(b.attributes));

const sorted = (attributes: Readonly<Record<string, readonly string[]>>): Record<string, string[]> =>
  Object.fromEntries(
    Object.keys(attributes)
      .sort()
      .map((name) => [name, (attributes[name] ?? []).toSorted()]),
  );

function unreadParts(parts: readonly Part[]): (resource: ObservedResource) => boolean {
  const names = { product: new Set<string>(), job: new Set<string>() };
  for (const { kind, name } of parts) names[kind].add(name);
  return ({ job, product }) => (job === null ? names.product.has(product) : names.job.has(job));
}
