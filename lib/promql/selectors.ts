import type { Expr, VectorSelector } from "./ast";

/** Every selector of an expression, in the order of the text: what it reads from the store. */
export function selectorsOf(expr: Expr): VectorSelector[] {
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
