import { METRIC_NAME_LABEL, type Expr } from "@/lib/promql/ast";
import { parseExpr } from "@/lib/promql/parse";
import { selectorsOf } from "@/lib/promql/selectors";

/** Names of the metrics that an expression reads, each once; none of text that is no PromQL. */
export function metricNames(text: string): string[] {
  const expr = read(text);
  if (expr === null) return [];
  const names = selectorsOf(expr).flatMap(({ matchers }) =>
    matchers.filter(({ name, type }) => name === METRIC_NAME_LABEL && type === "=").map(({ value }) => value),
  );
  return [...new Set(names)];
}

/** Whether the whole text is PromQL that can be evaluated. */
export const isPromql = (text: string): boolean => read(text) !== null;

function read(text: string): Expr | null {
  try {
    return parseExpr(text, "3"); // Takes the names of both dialects; the store says which it knows.
  } catch {
    return null; // A parse error: the only one that it throws.
  }
}
