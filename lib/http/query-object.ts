/** Query parameters as an object: one value a string, several an array. Empty ones count as not given. */
export function queryObject(query: URLSearchParams): Record<string, string | string[]> {
  const names = new Set(query.keys());
  const entries = [...names].map((name): [string, string | string[]] => {
    const values = query.getAll(name);
    return [name, values.length === 1 ? (values[0] ?? "") : values];
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== ""));
}
