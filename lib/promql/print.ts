import { METRIC_NAME_LABEL, type AtModifier, type Binary, type Expr, type VectorSelector } from "./ast";
import { formatGoFloat } from "./go-float";
import { formatDuration } from "./parser/duration";

/** One line of canonical PromQL that parses to the same expression. */
export function printExpr(expr: Expr): string {
  switch (expr.kind) {
    case "number":
      // Without its sign: `+Inf ^ 2` would read as `+(Inf ^ 2)`.
      return formatGoFloat(expr.value).replace(/^\+/, "");
    case "string":
      return JSON.stringify(expr.value);
    case "vectorSelector":
      return printSelector(expr) + printModifiers(expr);
    case "matrixSelector":
      return `${printSelector(expr.selector)}[${formatDuration(expr.rangeMs)}]${printModifiers(expr.selector)}`;
    case "subquery": {
      const step = expr.stepMs === null ? "" : formatDuration(expr.stepMs);
      return `${printExpr(expr.expr)}[${formatDuration(expr.rangeMs)}:${step}]${printModifiers(expr)}`;
    }
    case "call":
      return `${expr.name}(${expr.args.map(printExpr).join(", ")})`;
    case "aggregate": {
      const clause = expr.without
        ? ` without (${expr.grouping.join(", ")}) `
        : ` by (${expr.grouping.join(", ")}) `;
      const args = expr.param === null ? [expr.expr] : [expr.param, expr.expr];
      const isPlain = !expr.without && expr.grouping.length === 0;
      return `${expr.op}${isPlain ? "" : clause}(${args.map(printExpr).join(", ")})`;
    }
    case "unary":
      return expr.op + printExpr(expr.expr);
    case "paren":
      return `(${printExpr(expr.expr)})`;
    case "binary":
  }
  return `${printExpr(expr.left)} ${expr.op}${expr.bool ? " bool" : ""}${printMatching(expr)} ${printExpr(expr.right)}`;
}

function printSelector({ name, matchers }: VectorSelector): string {
  const shown = matchers.filter((matcher) => name === null || matcher.name !== METRIC_NAME_LABEL);
  const inside = shown
    .map(({ name: label, type, value }) => `${label}${type}${JSON.stringify(value)}`)
    .join(", ");
  return `${name ?? ""}${inside === "" ? "" : `{${inside}}`}`;
}

function printModifiers({ at, offsetMs }: { at: AtModifier | null; offsetMs: number }): string {
  const pinned = at === null ? "" : ` @ ${typeof at === "number" ? formatGoFloat(at / 1000) : `${at}()`}`;
  return offsetMs === 0 ? pinned : `${pinned} offset ${formatDuration(offsetMs)}`;
}

function printMatching({ matching }: Binary): string {
  if (matching === null) return "";
  const { on, labels, group, include } = matching;
  const clause = ` ${on ? "on" : "ignoring"} (${labels.join(", ")})`;
  return group === null ? clause : `${clause} group_${group} (${include.join(", ")})`;
}
