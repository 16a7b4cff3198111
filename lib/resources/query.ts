import {
  type Facet,
  FACETS,
  NO_VALUE,
  type ResourceCondition,
  type ResourceSort,
  SEEN_STATES,
} from "./constants";
import { compareText, type InventoryRow } from "./inventory";
import type { Conditions } from "./conditions";

import type { ResourceFacets, ResourceFilter, ResourceView } from "./schemas";

/** A record with all that is known of it now. */
export interface LiveRow extends InventoryRow {
  conditions: Conditions;
  utilisation: ResourceView["utilisation"];
}

/** Values of one filter that are told: more cannot be looked through, and are found by the search. */
const FACET_VALUES_MAX = 200;

/** What a resource has for a filter: one value, or several. */
const VALUES: Record<Facet, (row: LiveRow) => string | null | readonly string[]> = {
  product: ({ record }) => record.product,
  layer: ({ record }) => record.layer,
  zone: ({ record }) => record.zone,
  app: ({ record }) => record.app,
  state: ({ record }) => record.state,
  origin: ({ record }) => record.origin,
  seen: seenOf,
  condition: conditionNames,
  label: ({ labels }) => labels,
};

export function seenOf({ observed }: Pick<InventoryRow, "observed">): ResourceView["seen"] {
  return observed?.state ?? "never";
}

function conditionNames({ conditions, differences }: LiveRow): ResourceCondition[] {
  const names: ResourceCondition[] = [];
  if (conditions.alarms.firing > 0) names.push("alarms");
  if (conditions.findings.open > 0) names.push("findings");
  if (conditions.faults > 0) names.push("faults");
  if (differences > 0) names.push("differences");
  return names;
}

export interface QueryResult {
  /** All that fit, in order. */
  rows: LiveRow[];
  facets: ResourceFacets;
}

/**
 * The resources that fit all filters, in the order asked for, and for each filter how many fit all the others: what a
 * reader would get by choosing that value.
 */
export function queryResources(rows: readonly LiveRow[], filter: ResourceFilter): QueryResult {
  const words = wordsOf(filter.q);
  const tests = FACETS.map((facet) => testOf(facet, filter[facet]));
  const ids = filter.id && new Set(filter.id);
  const clusters = filter.cluster && new Set(filter.cluster);
  const counts = FACETS.map(() => new Map<string, number>());
  const found: LiveRow[] = [];
  for (const row of rows) {
    if (ids && !ids.has(row.record.id)) continue;
    if (clusters && !clusters.has(row.record.cluster ?? NO_VALUE)) continue;
    if (!words.every((word) => row.text.includes(word))) continue;
    let failed = -1;
    let failures = 0;
    for (let i = 0; i < tests.length && failures < 2; i++) {
      if (tests[i]?.(row) !== false) continue;
      failed = i;
      failures += 1;
    }
    if (failures === 0) found.push(row);
    if (failures > 1) continue;
    FACETS.forEach((facet, i) => {
      if (failures === 0 || failed === i) countInto(counts[i], VALUES[facet](row));
    });
  }
  sortRows(found, filter, words.join(" "));
  const facets = Object.fromEntries(
    FACETS.map((facet, i) => [facet, facetOf(counts[i], filter[facet] ?? [])]),
  ) as ResourceFacets;
  return { rows: found, facets };
}

const wordsOf = (q: string | undefined): string[] =>
  (q ?? "")
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");

function testOf(facet: Facet, chosen: readonly string[] | undefined): ((row: LiveRow) => boolean) | null {
  if (chosen === undefined || chosen.length === 0) return null;
  const values = VALUES[facet];
  if (facet === "label") return labelTest(chosen);
  const wanted = new Set(chosen);
  return (row) => {
    const value = values(row);
    if (value === null) return wanted.has(NO_VALUE);
    return typeof value === "string" ? wanted.has(value) : value.some((one) => wanted.has(one));
  };
}

/** One of the values of each name that is asked for: `team=a`, `team=b` and `env=prod` mean (a or b) and prod. */
function labelTest(chosen: readonly string[]): (row: LiveRow) => boolean {
  const groups = [...Map.groupBy(chosen, (pair) => pair.split("=", 1)[0] ?? "").values()];
  return ({ labels }) => groups.every((pairs) => pairs.some((pair) => labels.includes(pair)));
}

function countInto(counts: Map<string, number> | undefined, value: string | null | readonly string[]): void {
  if (counts === undefined) return;
  const add = (text: string) => counts.set(text, (counts.get(text) ?? 0) + 1);
  if (value === null) add(NO_VALUE);
  else if (typeof value === "string") add(value);
  else for (const one of value) add(one);
}

/** A value that is chosen is told even where nothing has it: else it could not be taken back. */
function facetOf(
  counts: ReadonlyMap<string, number> | undefined,
  chosen: readonly string[],
): { value: string; count: number }[] {
  const all = new Map(counts ?? []);
  for (const value of chosen) if (!all.has(value)) all.set(value, 0);
  const ranked = [...all]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || compareText(a.value, b.value));
  const kept = ranked.slice(0, FACET_VALUES_MAX);
  return [...kept, ...ranked.slice(FACET_VALUES_MAX).filter(({ value }) => chosen.includes(value))];
}

const SEVERITIES = ["info", "warning", "critical"];
const LEVELS = ["low", "medium", "high"];

/** Of each column: what it is ordered by. Null comes last, whichever the direction. */
const SORT_KEYS: Record<ResourceSort, (row: LiveRow) => string | number | null> = {
  id: ({ record }) => record.id,
  product: ({ record }) => record.product,
  app: ({ record }) => record.app,
  layer: ({ record }) => record.layer,
  zone: ({ record }) => record.zone,
  cluster: ({ record }) => record.cluster,
  state: ({ record }) => record.state,
  utilisation: ({ utilisation }) => utilisation?.value ?? null,
  // The worst counts before the number: one critical alarm is more than ten notes.
  alarms: ({ conditions: { alarms } }) =>
    alarms.firing === 0 ? null : SEVERITIES.indexOf(alarms.worst ?? "") * 1e6 + alarms.firing,
  findings: ({ conditions: { findings } }) =>
    findings.open === 0 ? null : LEVELS.indexOf(findings.worst ?? "") * 1e6 + findings.open,
  faults: ({ conditions: { faults } }) => (faults === 0 ? null : faults),
  seen: (row) => SEEN_STATES.indexOf(seenOf(row)),
};

/** `rows` come by product and id, which stays the order among equals. */
function sortRows(rows: LiveRow[], { sort, order }: ResourceFilter, search: string): void {
  if (sort === undefined) {
    if (search !== "") rows.sort((a, b) => rankOf(a, search) - rankOf(b, search));
    return;
  }
  const key = SORT_KEYS[sort];
  const sign = order === "desc" ? -1 : 1;
  const keyed = rows.map((row) => ({ row, key: key(row) }));
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
    return sign * (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
  });
  keyed.forEach((entry, i) => (rows[i] = entry.row));
}

/** Whose id is what was typed comes first, then whose id begins so, then whose id holds it. */
function rankOf({ record: { id } }: LiveRow, search: string): number {
  const text = id.toLowerCase();
  if (text === search) return 0;
  if (text.startsWith(search)) return 1;
  return text.includes(search) ? 2 : 3;
}
