import { InvalidError } from "@/lib/core/errors";
import { parseExpr } from "@/lib/promql/parse";
import type { Matcher } from "@/lib/promql/source";

/**
 * Reads a series selector such as `up{job="a"}`.
 *
 * @throws InvalidError on a syntax error, with its position, and on any other expression.
 */
export function parseSelector(text: string): readonly Matcher[] {
  const expr = parseExpr(text);
  if (expr.kind !== "vectorSelector" || expr.offsetMs !== 0 || expr.at !== null) {
    throw new InvalidError(`${JSON.stringify(text)} is not a series selector`);
  }
  return expr.matchers;
}
