import { type inferParserType, parseAsArrayOf, parseAsString, parseAsStringLiteral } from "nuqs";
import { type Facet, FACETS, RESOURCE_SORTS } from "@/lib/resources/constants";

const several = parseAsArrayOf(parseAsString).withDefault([]);

/** What of the inventory is shown, as it stands in the address. */
export const filterParsers = {
  q: parseAsString.withDefault(""),
  product: several,
  layer: several,
  zone: several,
  app: several,
  state: several,
  origin: several,
  seen: several,
  condition: several,
  label: several,
  sort: parseAsStringLiteral(RESOURCE_SORTS),
  order: parseAsStringLiteral(["asc", "desc"] as const).withDefault("asc"),
};

export type FilterState = inferParserType<typeof filterParsers>;

/** Parameters of `GET /api/resources`: only what is set. */
export type FilterQuery = Readonly<Record<string, string | readonly string[]>>;

export function filterQuery(state: FilterState): FilterQuery {
  const query: Record<string, string | readonly string[]> = {};
  if (state.q.trim() !== "") query.q = state.q.trim();
  for (const facet of FACETS) if (state[facet].length > 0) query[facet] = state[facet];
  if (state.sort !== null) Object.assign(query, { sort: state.sort, order: state.order });
  return query;
}

/** The parameters as text, for addresses and saved views. */
export function filterSearch(query: FilterQuery): URLSearchParams {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const one of [value].flat()) search.append(name, one);
  return search;
}

/** How many values are chosen, the search counted too. */
export const chosenCount = (state: FilterState): number =>
  FACETS.reduce((sum, facet) => sum + state[facet].length, state.q.trim() === "" ? 0 : 1);

/** Everything off; the order stays. */
export const NO_FILTERS = Object.fromEntries([
  ["q", null],
  ...FACETS.map((facet) => [facet, null]),
]) as Record<Facet | "q", null>;

/** What a saved view sets: what it does not name is off. */
export function viewState(query: string): Record<keyof typeof filterParsers, string | string[] | null> {
  const search = new URLSearchParams(query);
  const one = (name: string) => search.get(name);
  const all = (name: string) => (search.has(name) ? search.getAll(name) : null);
  return {
    q: one("q"),
    ...(Object.fromEntries(FACETS.map((facet) => [facet, all(facet)])) as Record<Facet, string[] | null>),
    sort: one("sort"),
    order: one("order"),
  };
}
