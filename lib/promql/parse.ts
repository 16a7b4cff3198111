import type { Expr } from "./ast";
import { checkExpr } from "./parser/check";
import { SyntaxFault, toParseError } from "./parser/errors";
import { Parser } from "./parser/grammar";

/**
 * Reads and type-checks a PromQL expression as Prometheus 2.42 does.
 *
 * @throws InvalidError `1:5: parse error: …` in Prometheus' words; its `place` is `1:5`.
 */
export function parseExpr(text: string): Expr {
  try {
    const expr = new Parser(text).parse();
    checkExpr(expr);
    return expr;
  } catch (error) {
    if (error instanceof SyntaxFault) throw toParseError(text, error);
    throw error;
  }
}
