import { METRIC_NAME_LABEL, type Expr, type VectorSelector } from "@/lib/promql/ast";
import { parseExpr } from "@/lib/promql/parse";

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
    return parseExpr(text);
  } catch {
    return null; // A parse error: the only one that it throws.
  }
}

function selectorsOf(expr: Expr): VectorSelector[] {
  switch (expr.kind) {
    case "vectorSelector":
      return [expr];
    case "matrixSelector":
      return [expr.selector];
    case "call":
      return expr.args.flatMap(selectorsOf);
    case "aggregate":
      return [...(expr.param === null ? [] : selectorsOf(expr.param)), ...selectorsOf(expr.expr)];
    case "binary":
      return [...selectorsOf(expr.left), ...selectorsOf(expr.right)];
    case "subquery":
    case "unary":
    case "paren":
      return selectorsOf(expr.expr);
    default:
      return [];
  }
}
