import { InvalidError } from "@/lib/core/errors";
import type { Matcher } from "./source";

/** RE2 names of character classes, as the inside of a JavaScript class. Source: RE2 syntax, "ASCII character classes". */
const POSIX_CLASSES: Readonly<Record<string, string>> = {
  alnum: "0-9A-Za-z",
  alpha: "A-Za-z",
  ascii: "\\x00-\\x7F",
  blank: "\\t ",
  cntrl: "\\x00-\\x1F\\x7F",
  digit: "0-9",
  graph: "!-~",
  lower: "a-z",
  print: " -~",
  punct: "!-\\/:-@\\[-`\\{-~",
  space: "\\t\\n\\v\\f\\r ",
  upper: "A-Z",
  word: "0-9A-Za-z_",
};

/** RE2's \s lacks \v and Unicode spaces; its \d and \w are ASCII as in JavaScript. */
const PERL_SPACE = "\\t\\n\\f\\r ";
const META = new Set("\\^$.|?*+()[]{}/");

interface Flags {
  i: boolean;
  m: boolean;
  s: boolean;
  U: boolean;
}

export class RegexSyntaxError extends Error {}

const unsupported = (what: string, text: string): RegexSyntaxError =>
  new RegexSyntaxError(`error parsing regexp: ${what}: \`${text}\``);

/**
 * Translates RE2 to a JavaScript pattern for the flag `u`. Flags `i`, `m`, `s` and `U`, at the start or in a group,
 * are written out, so they hold exactly where RE2 holds them. What RE2 refuses (look-around, back-references) is refused.
 *
 * @throws RegexSyntaxError in the words of Go's `regexp/syntax`.
 */
export function re2ToJs(pattern: string, dotAll = false): string {
  return new Translator(pattern).translate(dotAll);
}

class Translator {
  private at = 0;

  constructor(private readonly text: string) {}

  translate(dotAll: boolean): string {
    const out = this.alternatives({ i: false, m: false, s: dotAll, U: false });
    if (this.at < this.text.length) throw unsupported("unexpected )", this.text);
    return out;
  }

  private peek(offset = 0): string {
    return this.text.charAt(this.at + offset);
  }

  private alternatives(given: Flags): string {
    const flags = { ...given };
    let out = "";
    while (this.at < this.text.length && this.peek() !== ")") {
      if (this.peek() === "|") {
        this.at++;
        out += "|";
        continue;
      }
      const atom = this.atom(flags);
      out += atom === "" ? "" : atom + this.quantifier(flags, atom);
    }
    return out;
  }

  private atom(flags: Flags): string {
    const char = String.fromCodePoint(this.text.codePointAt(this.at) ?? 0);
    switch (char) {
      case "(":
        return this.group(flags);
      case "[":
        return fold(this.characterClass(), flags);
      case "\\":
        return this.escape(flags);
      case ".":
        this.at++;
        return flags.s ? "[^]" : "[^\\n]";
      case "^":
        this.at++;
        return flags.m ? "(?<![^\\n])" : "(?<![^])";
      case "$":
        this.at++;
        return flags.m ? "(?![^\\n])" : "(?![^])";
      case "*":
      case "+":
      case "?":
        throw unsupported("missing argument to repetition operator", char);
      default:
        this.at += char.length;
        return literal(char, flags);
    }
  }

  private quantifier(flags: Flags, atom: string): string {
    const match = /^(?:[*+?]|\{\d+(?:,\d*)?\})/.exec(this.text.slice(this.at))?.[0];
    if (match === undefined) return "";
    const [low = 0, high = 0] = (match.match(/\d+/g) ?? []).map(Number);
    if (low > 1000 || high > 1000 || (/\d,\d/.test(match) && high < low)) {
      throw unsupported("invalid repeat count", match);
    }
    this.at += match.length;
    const lazyMark = this.peek() === "?";
    if (lazyMark) this.at++;
    const again = /^(?:[*+?]|\{\d+(?:,\d*)?\})/.exec(this.text.slice(this.at))?.[0];
    if (again !== undefined) throw unsupported("invalid nested repetition operator", match + again);
    // An assertion cannot be repeated in JavaScript; once or never is the same.
    if (atom.startsWith("(?<!") || atom.startsWith("(?!")) return /^(?:[*?]|\{0)/.test(match) ? "{0}" : "";
    return match + (lazyMark === flags.U ? "" : "?");
  }

  private group(flags: Flags): string {
    const rest = this.text.slice(this.at);
    const named = /^\(\?P?<([A-Za-z_][A-Za-z0-9_]*)>/.exec(rest);
    if (named !== null) {
      this.at += named[0].length;
      return this.closed(`(?<${named[1]}>`, flags);
    }
    const withFlags = /^\(\?([imsU]*)(?:-([imsU]+))?([:)])/.exec(rest);
    if (withFlags !== null) {
      const [all, on = "", off = "", end] = withFlags;
      this.at += all.length;
      const changed = { ...flags };
      for (const flag of on) changed[flag as keyof Flags] = true;
      for (const flag of off) changed[flag as keyof Flags] = false;
      if (end === ":") return this.closed("(?:", changed);
      Object.assign(flags, changed);
      return "";
    }
    if (rest.startsWith("(?")) throw unsupported("invalid or unsupported Perl syntax", rest.slice(0, 3));
    this.at++;
    return this.closed("(", flags);
  }

  private closed(open: string, flags: Flags): string {
    const inner = this.alternatives(flags);
    if (this.peek() !== ")") throw unsupported("missing closing )", this.text);
    this.at++;
    return `${open}${inner})`;
  }

  private escape(flags: Flags): string {
    const letter = this.peek(1);
    const text = `\\${letter}`;
    switch (letter) {
      case "":
        throw new RegexSyntaxError("error parsing regexp: trailing backslash at end of expression: ``");
      case "A":
        this.at += 2;
        return "(?<![^])";
      case "z":
        this.at += 2;
        return "(?![^])";
      case "b":
      case "B":
        this.at += 2;
        return text;
      case "Q": {
        const end = this.text.indexOf("\\E", this.at + 2);
        const body = this.text.slice(this.at + 2, end < 0 ? undefined : end);
        this.at = end < 0 ? this.text.length : end + 2;
        const out = Array.from(body, (char) => literal(char, flags)).join("");
        return out === "" ? "" : `(?:${out})`;
      }
      default: {
        const inside = this.classEscape();
        const single = inside.startsWith("\\p") || inside.startsWith("\\P") || inside.startsWith("^");
        return fold(single && !inside.startsWith("^") ? inside : `[${inside}]`, flags);
      }
    }
  }

  /** An escape that may stand inside a class, as the inside of a JavaScript class; `^…` means its complement. */
  private classEscape(): string {
    const letter = this.peek(1);
    const rest = this.text.slice(this.at);
    const take = (length: number, out: string): string => {
      this.at += length;
      return out;
    };
    if ("dDwW".includes(letter) && letter !== "") return take(2, `\\${letter}`);
    if (letter === "s") return take(2, PERL_SPACE);
    if (letter === "S") return take(2, `^${PERL_SPACE}`);
    if ("fnrtv".includes(letter)) return take(2, `\\${letter}`);
    if (letter === "a") return take(2, "\\x07");
    const unicode = /^\\([pP])(?:\{(\^?)(\w+)\}|(\w))/.exec(rest);
    if (unicode !== null) return take(unicode[0].length, unicodeClass(unicode));
    const hex = /^\\x(?:\{([0-9a-fA-F]+)\}|([0-9a-fA-F]{2}))/.exec(rest);
    if (hex !== null) return take(hex[0].length, `\\u{${hex[1] ?? hex[2]}}`);
    const octal = /^\\(0[0-7]{0,2}|[1-7][0-7]{1,2})/.exec(rest);
    if (octal !== null) {
      return take(octal[0].length, `\\u{${Number.parseInt(octal[1] ?? "0", 8).toString(16)}}`);
    }
    if (/[A-Za-z0-9]/.test(letter)) throw unsupported("invalid escape sequence", `\\${letter}`);
    return take(2, escapeInClass(letter));
  }

  private characterClass(): string {
    const start = this.at;
    this.at++;
    const negated = this.peek() === "^";
    if (negated) this.at++;
    let body = "";
    let first = true;
    for (;;) {
      if (this.at >= this.text.length) throw unsupported("missing closing ]", this.text.slice(start));
      if (this.peek() === "]" && !first) break;
      first = false;
      body += this.classItem();
    }
    this.at++;
    return `[${negated ? "^" : ""}${body}]`;
  }

  private classItem(): string {
    const rest = this.text.slice(this.at);
    const posix = /^\[:(\^?)(\w+):\]/.exec(rest);
    if (posix !== null) {
      const inside = POSIX_CLASSES[posix[2] ?? ""];
      if (inside === undefined) throw unsupported("invalid character class range", posix[0]);
      this.at += posix[0].length;
      return posix[1] === "^" ? complement(inside) : inside;
    }
    if (rest.startsWith("\\")) {
      const inside = this.classEscape();
      return inside.startsWith("^") ? complement(inside.slice(1)) : inside;
    }
    const char = String.fromCodePoint(rest.codePointAt(0) ?? 0);
    this.at += char.length;
    const isRange = char === "-" && rest.length > 1 && rest.charAt(1) !== "]" && this.at > 1;
    return isRange ? "-" : escapeInClass(char);
  }
}

/** Classes cannot be nested with the flag `u`, so a complement is spelled as ranges. */
function complement(inside: string): string {
  const members = new RegExp(`[${inside}]`, "u");
  let out = "";
  let from = -1;
  for (let code = 0; code <= 0x80; code++) {
    const isMember = code < 0x80 && members.test(String.fromCodePoint(code));
    if (!isMember && from < 0) from = code;
    if (isMember && from >= 0) {
      out += `\\u{${from.toString(16)}}-\\u{${(code - 1).toString(16)}}`;
      from = -1;
    }
  }
  return `${out}\\u{${Math.max(from, 0).toString(16)}}-\\u{10ffff}`;
}

/** Scripts need `Script=` in JavaScript; general categories stand as they are. */
function unicodeClass(match: RegExpExecArray): string {
  const [, letter = "p", caret = "", long, short] = match;
  const name = long ?? short ?? "";
  const negative = (letter === "P") !== (caret === "^");
  const escape = negative ? "\\P" : "\\p";
  return name.length <= 2 ? `${escape}{${name}}` : `${escape}{Script=${name}}`;
}

function escapeInClass(char: string): string {
  return META.has(char) || char === "-" ? `\\${char}` : char;
}

function literal(char: string, flags: Flags): string {
  const escaped = META.has(char) ? `\\${char}` : char;
  return flags.i && char.toLowerCase() !== char.toUpperCase()
    ? `[${char.toLowerCase()}${char.toUpperCase()}]`
    : escaped;
}

/** Case folding of a class: JavaScript's modifier group says just this (ES2025; V8 12.5 and later). */
function fold(atom: string, flags: Flags): string {
  return flags.i ? `(?i:${atom})` : atom;
}

const compiled = new Map<string, RegExp>();
const COMPILED_LIMIT = 1_000; // Our choice: dashboards repeat some hundred patterns; beyond that, compile again.

/**
 * Compiles a pattern anchored at both ends, as Prometheus does: `^(?:pattern)$`.
 *
 * @param dotAll `.` matches a newline too. False in Prometheus 2.42.
 * @throws RegexSyntaxError
 */
export function anchoredRegex(pattern: string, dotAll = false): RegExp {
  const key = `${dotAll ? 1 : 0}${pattern}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  let regex: RegExp;
  try {
    regex = new RegExp(`^(?:${re2ToJs(pattern, dotAll)})$`, "u");
  } catch (error) {
    if (error instanceof RegexSyntaxError) throw error;
    throw new RegexSyntaxError(`error parsing regexp: invalid or unsupported syntax: \`${pattern}\``);
  }
  if (compiled.size >= COMPILED_LIMIT) compiled.clear();
  compiled.set(key, regex);
  return regex;
}

/** The test that a matcher does on a label's value; a missing label has the value "". @throws InvalidError on a bad regex */
export function matcherTest(matcher: Matcher): (value: string) => boolean {
  const { type, value: wanted } = matcher;
  if (type === "=") return (value) => value === wanted;
  if (type === "!=") return (value) => value !== wanted;
  let regex: RegExp;
  try {
    regex = anchoredRegex(wanted);
  } catch (error) {
    throw new InvalidError(error instanceof Error ? error.message : String(error), { cause: error });
  }
  return type === "=~" ? (value) => regex.test(value) : (value) => !regex.test(value);
}
