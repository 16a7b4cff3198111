import type { Expr } from "./ast";
import { DEFAULT_DIALECT, type Dialect } from "./dialect";
import { checkExpr } from "./parser/check";
import { SyntaxFault, toParseError } from "./parser/errors";
import { Parser } from "./parser/grammar";
import type { Matcher } from "./source";

/**
 * Reads and type-checks a PromQL expression as Prometheus 2.42 does, or as Prometheus 3.
 *
 * @throws InvalidError `1:5: parse error: …` in Prometheus' words; its `place` is `1:5`.
 */
export function parseExpr(text: string, dialect: Dialect = DEFAULT_DIALECT): Expr {
  return withPlace(text, () => {
    const expr = new Parser(text, dialect).parse();
    checkExpr(expr);
    return expr;
  });
}

/** Reads a selector that stands alone, such as `up{job="a"}`. @throws InvalidError as of parseExpr */
export function parseSeriesSelector(text: string, dialect: Dialect = DEFAULT_DIALECT): readonly Matcher[] {
  return withPlace(text, () => new Parser(text, dialect).parseSelector());
}

function withPlace<T>(text: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof SyntaxFault) throw toParseError(text, error);
    throw error;
  }
}
