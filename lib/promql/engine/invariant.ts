import type { Expr } from "../ast";

/** Functions whose result depends on the step even when their arguments do not. Source: Prometheus AtModifierUnsafeFunctions. */
const STEP_FUNCTIONS: ReadonlySet<string> = new Set([
  "days_in_month",
  "day_of_month",
  "day_of_week",
  "day_of_year",
  "hour",
  "minute",
  "month",
  "year",
  "predict_linear",
  "time",
  "timestamp",
]);

/** True when every step has the same result, because each selector is pinned by `@`: one evaluation is enough. */
export function isStepInvariant(expr: Expr): boolean {
  switch (expr.kind) {
    case "number":
    case "string":
      return true;
    case "vectorSelector":
    case "subquery":
      return expr.at !== null;
    case "matrixSelector":
      return expr.selector.at !== null;
    case "call":
      return !STEP_FUNCTIONS.has(expr.name) && expr.args.every(isStepInvariant);
    case "aggregate":
      return isStepInvariant(expr.expr) && (expr.param === null || isStepInvariant(expr.param));
    case "unary":
    case "paren":
      return isStepInvariant(expr.expr);
    case "binary":
  }
  return isStepInvariant(expr.left) && isStepInvariant(expr.right);
}
