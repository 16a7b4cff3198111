import type { Expr } from "./ast";
import { aggregateHead, binaryOperator, printExpr, subqueryTail } from "./print";

/** An expression that is longer is spread over lines. Source: Prometheus `promql/parser/prettier.go`, maxCharactersPerLine. */
const LINE_BYTES_MAX = 100;

const indent = (level: number): string => "  ".repeat(level);

/** Canonical PromQL over as many lines as it needs, as Prometheus' `format_query` writes it. */
export function prettyExpr(expr: Expr, level = 0): string {
  const short = printExpr(expr);
  const fits = new TextEncoder().encode(short).length <= LINE_BYTES_MAX;
  if (fits && expr.kind !== "unary") return expr.kind === "subquery" ? short : indent(level) + short;
  const outer = indent(level);
  switch (expr.kind) {
    case "aggregate": {
      const param = expr.param === null ? "" : `${prettyExpr(expr.param, level + 1)},\n`;
      return `${outer}${aggregateHead(expr)}(\n${param}${prettyExpr(expr.expr, level + 1)}\n${outer})`;
    }
    case "binary": {
      const [left, right] = [prettyExpr(expr.left, level + 1), prettyExpr(expr.right, level + 1)];
      return `${left}\n${outer}${binaryOperator(expr)}\n${right}`;
    }
    case "call": {
      const args = expr.args.map((arg) => prettyExpr(arg, level + 1)).join(",\n");
      return `${outer}${expr.name}(\n${args}\n${outer})`;
    }
    case "paren":
      return `${outer}(\n${prettyExpr(expr.expr, level + 1)}\n${outer})`;
    case "subquery":
      return prettyExpr(expr.expr, level) + subqueryTail(expr);
    case "unary":
      return outer + expr.op + prettyExpr(expr.expr, level).trim();
    default:
      return outer + short;
  }
}
