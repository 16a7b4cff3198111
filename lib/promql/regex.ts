import { InvalidError } from "@/lib/core/errors";
import { LinearMatcher } from "./regex/linear";
import { literalsOf, type Literals } from "./regex/literals";
import { mayBacktrack, RegexSyntaxError, toJs } from "./regex/node";
import { parseRe2 } from "./regex/parse-re2";
import type { Matcher } from "./source";

export interface AnchoredRegex {
  /** Whether the whole text fits. Never takes longer than the cube of the text's length. */
  test(text: string): boolean;
  /** What is known of the texts that fit before any is tried. */
  literals: Literals;
  /** The match with its groups, or null. */
  exec(text: string): RegExpExecArray | null;
}

const compiled = new Map<string, AnchoredRegex>();
const COMPILED_LIMIT = 1_000; // Our choice: dashboards repeat some hundred patterns; beyond that, compile again.

/**
 * Compiles an RE2 pattern anchored at both ends, as Prometheus does: `^(?:pattern)$`; Prometheus 3 `^(?s:pattern)$`.
 *
 * @param dotAll `.` fits newlines too
 * @throws RegexSyntaxError in the words of Go's `regexp/syntax`.
 */
export function anchoredRegex(pattern: string, dotAll = false): AnchoredRegex {
  const key = dotAll ? `s${pattern}` : `-${pattern}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const regex = compile(pattern, dotAll);
  if (compiled.size >= COMPILED_LIMIT) compiled.clear();
  compiled.set(key, regex);
  return regex;
}

function compile(pattern: string, dotAll: boolean): AnchoredRegex {
  const node = parseRe2(pattern, dotAll);
  let regex: RegExp;
  try {
    regex = new RegExp(`^(?:${toJs(node)})$`, "u");
  } catch (error) {
    throw new RegexSyntaxError(`error parsing regexp: invalid or unsupported syntax: \`${pattern}\``, {
      cause: error,
    });
  }
  const literals = literalsOf(node);
  if (!mayBacktrack(node))
    return { literals, test: (text) => regex.test(text), exec: (text) => regex.exec(text) };
  const linear = new LinearMatcher(node);
  // What does not fit is refused in linear time, and it is what does not fit that sends a backtracker astray.
  return {
    literals,
    test: (text) => linear.test(text),
    exec: (text) => (linear.test(text) ? regex.exec(text) : null),
  };
}

function matcherRegex({ value, dotAll }: Matcher): AnchoredRegex {
  try {
    return anchoredRegex(value, dotAll);
  } catch (error) {
    throw new InvalidError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** What a matcher says of the values that its text or pattern fits, negated or not. @throws InvalidError on a bad regex */
export function matcherLiterals(matcher: Matcher): Literals {
  const { type, value } = matcher;
  return type === "=" || type === "!=" ? { kind: "exact", texts: [value] } : matcherRegex(matcher).literals;
}

/** The test that a matcher does on a label's value; a missing label has the value "". @throws InvalidError on a bad regex */
export function matcherTest(matcher: Matcher): (value: string) => boolean {
  const { type, value: wanted } = matcher;
  if (type === "=") return (value) => value === wanted;
  if (type === "!=") return (value) => value !== wanted;
  const regex = matcherRegex(matcher);
  return type === "=~" ? (value) => regex.test(value) : (value) => !regex.test(value);
}
