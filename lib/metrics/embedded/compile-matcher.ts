import { InvalidError } from "@/lib/core/errors";
import type { Matcher } from "@/lib/promql/source";

/** Distinct values whose verdict is remembered: a label has few, a query asks of each thousands of times. */
const MEMO_MAX = 10_000;

/** JavaScript's spelling of an RE2 expression, anchored at both ends. */
function compileRegExp(source: string): RegExp {
  const flags = /^\(\?([ims]+)\)/.exec(source);
  const body = (flags ? source.slice(flags[0].length) : source)
    .replaceAll("(?P<", "(?<")
    .replaceAll(
      /\[:(alpha|digit|alnum|upper|lower|space|word|xdigit):\]/g,
      (_, name: string) => POSIX[name] ?? "",
    );
  try {
    return new RegExp(`^(?:${body})$`, flags?.[1] ?? "");
  } catch (cause) {
    throw new InvalidError(`error parsing regexp: ${JSON.stringify(source)} is not a regular expression`, {
      cause,
    });
  }
}

const POSIX: Readonly<Record<string, string>> = {
  alpha: "a-zA-Z",
  digit: "0-9",
  alnum: "a-zA-Z0-9",
  upper: "A-Z",
  lower: "a-z",
  space: "\\s",
  word: "\\w",
  xdigit: "0-9a-fA-F",
};

function memoize(test: (value: string) => boolean): (value: string) => boolean {
  const known = new Map<string, boolean>();
  return (value) => {
    const verdict = known.get(value);
    if (verdict !== undefined) return verdict;
    const fresh = test(value);
    if (known.size < MEMO_MAX) known.set(value, fresh);
    return fresh;
  };
}

/** Whether a label value fits; a missing label has the value "". @throws InvalidError on a wrong regular expression. */
export function compileMatcher({ type, value }: Matcher): (value: string) => boolean {
  if (type === "=") return (candidate) => candidate === value;
  if (type === "!=") return (candidate) => candidate !== value;
  const expression = compileRegExp(value);
  const wanted = type === "=~";
  return memoize((candidate) => expression.test(candidate) === wanted);
}
