export interface RuleFilters {
  names: readonly string[];
  groups: readonly string[];
  files: readonly string[];
}

interface Group<R> {
  name: string;
  file: string;
  rules: readonly R[];
}

/**
 * The groups with what the filters of `GET /api/v1/rules` leave of them; an empty filter leaves all, and a group of which no
 * named rule is left goes too.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/#rules
 */
export function filterPrometheusGroups<R extends { name: string }, G extends Group<R>>(
  all: readonly G[],
  { names, groups, files }: RuleFilters,
): G[] {
  const passes = (wanted: readonly string[], value: string): boolean =>
    wanted.length === 0 || wanted.includes(value);
  return all
    .filter(({ name, file }) => passes(groups, name) && passes(files, file))
    .map((group) => ({ ...group, rules: group.rules.filter(({ name }) => passes(names, name)) }))
    .filter(({ rules }) => names.length === 0 || rules.length > 0);
}
