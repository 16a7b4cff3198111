import {
  METRIC_NAME_LABEL,
  type Aggregate,
  type AtModifier,
  type Binary,
  type Expr,
  type Subquery,
  type VectorSelector,
} from "./ast";
import { isPlainLabelName, isPlainMetricName } from "./dialect";
import { formatGoGeneral } from "./go-float";
import { goQuote } from "./go-quote";
import { formatDuration } from "./parser/duration";

/**
 * One line of canonical PromQL, as Prometheus writes it, that means the same. `ignoring ()` stays where it carries a
 * group clause: Prometheus 2.42 drops both, and with them the meaning.
 */
export function printExpr(expr: Expr): string {
  switch (expr.kind) {
    case "number":
      return formatGoGeneral(expr.value);
    case "string":
      return goQuote(expr.value);
    case "vectorSelector":
      return printSelector(expr) + printModifiers(expr);
    case "matrixSelector":
      return `${printSelector(expr.selector)}[${formatDuration(expr.rangeMs)}]${printModifiers(expr.selector)}`;
    case "subquery":
      return printExpr(expr.expr) + subqueryTail(expr);
    case "call":
      return `${expr.name}(${expr.args.map(printExpr).join(", ")})`;
    case "aggregate": {
      const args = expr.param === null ? [expr.expr] : [expr.param, expr.expr];
      return `${aggregateHead(expr)}(${args.map(printExpr).join(", ")})`;
    }
    case "unary":
      return expr.op + printExpr(expr.expr);
    case "paren":
      return `(${printExpr(expr.expr)})`;
    case "binary":
  }
  return `${printExpr(expr.left)} ${binaryOperator(expr)} ${printExpr(expr.right)}`;
}

/** What stands before the arguments, such as `sum by (app) `. */
export function aggregateHead({ op, without, grouping }: Aggregate): string {
  if (!without && grouping.length === 0) return op;
  return `${op} ${without ? "without" : "by"} (${labelList(grouping)}) `;
}

/** What stands between the operands, such as `> bool on (app)`. */
export function binaryOperator(expr: Binary): string {
  return `${expr.op}${expr.bool ? " bool" : ""}${printMatching(expr)}`;
}

/** What follows the inner expression, such as `[5m:1m] offset 1h`. */
export function subqueryTail(expr: Subquery): string {
  const step = expr.stepMs === null ? "" : formatDuration(expr.stepMs);
  return `[${formatDuration(expr.rangeMs)}:${step}]${printModifiers(expr)}`;
}

/** Names that Prometheus 2 does not know stand in quotes. */
const labelText = (name: string): string => (isPlainLabelName(name) ? name : goQuote(name));
const labelList = (names: readonly string[]): string => names.map(labelText).join(", ");

function printSelector({ name, matchers }: VectorSelector): string {
  const shown = matchers.filter((matcher) => name === null || matcher.name !== METRIC_NAME_LABEL);
  const inside = shown
    .map(({ name: label, type, value }) => `${labelText(label)}${type}${goQuote(value)}`)
    .sort();
  const isPlain = name === null || isPlainMetricName(name);
  if (!isPlain) inside.unshift(goQuote(name));
  return `${isPlain ? (name ?? "") : ""}${inside.length === 0 ? "" : `{${inside.join(",")}}`}`;
}

function printModifiers({ at, offsetMs }: { at: AtModifier | null; offsetMs: number }): string {
  const pinned = at === null ? "" : ` @ ${typeof at === "number" ? (at / 1000).toFixed(3) : `${at}()`}`;
  return offsetMs === 0 ? pinned : `${pinned} offset ${formatDuration(offsetMs)}`;
}

function printMatching({ matching }: Binary): string {
  if (matching === null) return "";
  const { on, labels, group, include } = matching;
  if (!on && labels.length === 0 && group === null) return "";
  const clause = ` ${on ? "on" : "ignoring"} (${labelList(labels)})`;
  return group === null ? clause : `${clause} group_${group} (${labelList(include)})`;
}
