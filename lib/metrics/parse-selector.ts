import { InvalidError } from "@/lib/core/errors";
import type { Dialect } from "@/lib/promql/dialect";
import { parseSeriesSelector } from "@/lib/promql/parse";
import { matcherTest } from "@/lib/promql/regex";
import type { Matcher } from "@/lib/promql/source";

/**
 * Reads a series selector such as `up{job="a"}`, without offset, range or `@`.
 *
 * @throws InvalidError on a syntax error, with its position, and when an absent label satisfies every matcher; in the
 * words of Prometheus 2.42 `web/api/v1/api.go`, parseMatchersParam.
 */
export function parseSelector(text: string, dialect: Dialect): readonly Matcher[] {
  const matchers = parseSeriesSelector(text, dialect);
  if (matchers.every((matcher) => matcherTest(matcher)("")))
    throw new InvalidError("match[] must contain at least one non-empty matcher");
  return matchers;
}
