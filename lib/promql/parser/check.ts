import {
  isComparison,
  isSetOp,
  METRIC_NAME_LABEL,
  type Aggregate,
  type Binary,
  type Call,
  type Expr,
  type ValueType,
  type VectorSelector,
} from "../ast";
import { signatureOf } from "../functions/signatures";
import { matcherTest } from "../regex";
import { nameTwice, SyntaxFault } from "./errors";

const DOCUMENTED: Readonly<Record<ValueType, string>> = {
  scalar: "scalar",
  vector: "instant vector",
  matrix: "range vector",
  string: "string",
};

export function documentedType(type: ValueType): string {
  return DOCUMENTED[type];
}

export function typeOf(expr: Expr): ValueType {
  switch (expr.kind) {
    case "number":
      return "scalar";
    case "string":
      return "string";
    case "vectorSelector":
    case "aggregate":
      return "vector";
    case "matrixSelector":
    case "subquery":
      return "matrix";
    case "call":
      return signatureOf(expr.name)?.returns ?? "vector";
    case "paren":
    case "unary":
      return typeOf(expr.expr);
    case "binary":
  }
  return typeOf(expr.left) === "scalar" && typeOf(expr.right) === "scalar" ? "scalar" : "vector";
}

/** Type rules of Prometheus 2.42 `parser.checkAST`, in its order and words. @throws SyntaxFault */
export function checkExpr(expr: Expr): void {
  switch (expr.kind) {
    case "aggregate":
      return checkAggregate(expr);
    case "binary":
      return checkBinary(expr);
    case "call":
      return checkCall(expr);
    case "paren":
      return checkExpr(expr.expr);
    case "unary": {
      checkExpr(expr.expr);
      const type = typeOf(expr.expr);
      if (type !== "scalar" && type !== "vector") {
        const got = JSON.stringify(documentedType(type));
        throw fault(
          expr,
          `unary expression only allowed on expressions of type scalar or instant vector, got ${got}`,
        );
      }
      return undefined;
    }
    case "subquery": {
      checkExpr(expr.expr);
      const type = typeOf(expr.expr);
      if (type !== "vector")
        throw fault(expr, `subquery is only allowed on instant vector, got ${type} instead`);
      return undefined;
    }
    case "matrixSelector":
      return checkSelector(expr.selector);
    case "vectorSelector":
      return checkSelector(expr);
    case "number":
    case "string":
      return undefined;
  }
}

function fault(expr: Expr, message: string): SyntaxFault {
  return new SyntaxFault(expr.span.start, message);
}

function expectType(expr: Expr, want: ValueType, context: string): void {
  checkExpr(expr);
  const got = typeOf(expr);
  if (got === want) return;
  throw fault(expr, `expected type ${documentedType(want)} in ${context}, got ${documentedType(got)}`);
}

function checkAggregate(expr: Aggregate): void {
  expectType(expr.expr, "vector", "aggregation expression");
  if (expr.param === null) return;
  expectType(expr.param, expr.op === "count_values" ? "string" : "scalar", "aggregation parameter");
}

function checkBinary(expr: Binary): void {
  const { op, left, right, matching } = expr;
  checkExpr(left);
  checkExpr(right);
  if (expr.bool && !isComparison(op))
    throw new SyntaxFault(expr.opAt, "bool modifier can only be used on comparison operators");
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const bothScalar = leftType === "scalar" && rightType === "scalar";
  if (isComparison(op) && !expr.bool && bothScalar) {
    throw new SyntaxFault(expr.opAt, "comparisons between scalars must use BOOL modifier");
  }
  const twice =
    matching?.on === true ? matching.labels.find((label) => matching.include.includes(label)) : undefined;
  if (twice !== undefined) {
    throw new SyntaxFault(
      expr.opAt,
      `label ${JSON.stringify(twice)} must not occur in ON and GROUP clause at once`,
    );
  }
  for (const side of [left, right]) {
    const type = typeOf(side);
    if (type !== "scalar" && type !== "vector") {
      throw fault(side, "binary expression must contain only scalar and instant vector types");
    }
  }
  if (leftType !== "vector" || rightType !== "vector") {
    if (matching !== null && matching.labels.length > 0) {
      throw fault(expr, "vector matching only allowed between instant vectors");
    }
    if (isSetOp(op))
      throw fault(expr, `set operator ${JSON.stringify(op)} not allowed in binary scalar expression`);
  } else if (isSetOp(op) && matching !== null && matching.group !== null) {
    throw fault(expr, `no grouping allowed for ${JSON.stringify(op)} operation`);
  }
}

function checkCall(expr: Call): void {
  const signature = signatureOf(expr.name);
  if (signature === undefined) throw fault(expr, `unknown function with name ${JSON.stringify(expr.name)}`);
  const { args, optional } = signature;
  const most = optional < 0 ? Number.POSITIVE_INFINITY : args.length;
  const least = args.length - Math.abs(optional);
  const given = expr.args.length;
  const wanted = (kind: string, count: number): SyntaxFault =>
    fault(expr, `expected ${kind}${count} argument(s) in call to ${JSON.stringify(expr.name)}, got ${given}`);
  if (optional === 0 && given !== args.length) throw wanted("", args.length);
  if (given < least) throw wanted("at least ", least);
  if (given > most) throw wanted("at most ", most);
  expr.args.forEach((arg, index) => {
    const want = args[Math.min(index, args.length - 1)] ?? "vector";
    expectType(arg, want, `call to function ${JSON.stringify(expr.name)}`);
  });
}

function checkSelector(expr: VectorSelector): void {
  const named = expr.matchers.filter((matcher) => matcher.name === METRIC_NAME_LABEL);
  if (expr.name !== null) {
    const second = named[0];
    if (named.length > 1 && second !== undefined) {
      throw fault(expr, nameTwice(expr.name, second.value));
    }
    return;
  }
  // A selector that an absent label satisfies everywhere would fetch every series there is.
  if (expr.matchers.every((matcher) => matcherTest(matcher)(""))) {
    throw fault(expr, "vector selector must contain at least one non-empty matcher");
  }
}
