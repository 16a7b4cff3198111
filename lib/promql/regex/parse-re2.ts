import { RegexSyntaxError, type RegexNode } from "./node";

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
/** Places, spelled as look-around because they must not follow the flag `m`. */
const TEXT_START = "(?<![^])";
const TEXT_END = "(?![^])";
const META = new Set("\\^$.|?*+()[]{}/");

interface Flags {
  i: boolean;
  m: boolean;
  s: boolean;
  U: boolean;
}

const unsupported = (what: string, text: string): RegexSyntaxError =>
  new RegexSyntaxError(`error parsing regexp: ${what}: \`${text}\``);

/**
 * Reads RE2. Flags `i`, `m`, `s` and `U`, at the start or in a group, are written out, so they hold exactly where RE2
 * holds them. What RE2 refuses (look-around, back-references) is refused.
 *
 * @throws RegexSyntaxError in the words of Go's `regexp/syntax`.
 */
export function parseRe2(pattern: string, dotAll = false): RegexNode {
  return new Re2Parser(pattern).parse(dotAll);
}

const EMPTY: RegexNode = { kind: "sequence", parts: [] };
const REPEAT = /(?:[*+?]|\{\d+(?:,\d*)?\})/y;

class Re2Parser {
  private at = 0;

  constructor(private readonly text: string) {}

  parse(dotAll: boolean): RegexNode {
    const node = this.choice({ i: false, m: false, s: dotAll, U: false });
    if (this.at < this.text.length) throw unsupported("unexpected )", this.text);
    return node;
  }

  private peek(offset = 0): string {
    return this.text.charAt(this.at + offset);
  }

  private choice(given: Flags): RegexNode {
    const flags = { ...given };
    const options: RegexNode[] = [];
    let parts: RegexNode[] = [];
    while (this.at < this.text.length && this.peek() !== ")") {
      if (this.peek() === "|") {
        this.at++;
        options.push({ kind: "sequence", parts });
        parts = [];
        continue;
      }
      const atom = this.atom(flags);
      if (atom !== undefined) parts.push(this.repeated(flags, atom));
    }
    const last: RegexNode = { kind: "sequence", parts };
    return options.length === 0 ? last : { kind: "choice", options: [...options, last] };
  }

  /** Undefined for what only sets flags. */
  private atom(flags: Flags): RegexNode | undefined {
    const char = String.fromCodePoint(this.text.codePointAt(this.at) ?? 0);
    switch (char) {
      case "(":
        return this.group(flags);
      case "[":
        return { kind: "char", source: fold(this.characterClass(), flags) };
      case "\\":
        return this.escape(flags);
      case ".":
        this.at++;
        return { kind: "char", source: flags.s ? "[^]" : "[^\\n]" };
      case "^":
        this.at++;
        return { kind: "assertion", source: flags.m ? "(?<![^\\n])" : TEXT_START };
      case "$":
        this.at++;
        return { kind: "assertion", source: flags.m ? "(?![^\\n])" : TEXT_END };
      case "*":
      case "+":
      case "?":
        throw unsupported("missing argument to repetition operator", char);
      default:
        this.at += char.length;
        return { kind: "char", source: literal(char, flags) };
    }
  }

  private repeatMark(): string | undefined {
    REPEAT.lastIndex = this.at;
    return REPEAT.exec(this.text)?.[0];
  }

  private repeated(flags: Flags, node: RegexNode): RegexNode {
    const mark = this.repeatMark();
    if (mark === undefined) return node;
    const { min, max } = bounds(mark);
    this.at += mark.length;
    const lazyMark = this.peek() === "?";
    if (lazyMark) this.at++;
    const again = this.repeatMark();
    if (again !== undefined) throw unsupported("invalid nested repetition operator", mark + again);
    // A place that is seen twice is the same place; JavaScript cannot repeat one.
    if (node.kind === "assertion") return min === 0 ? EMPTY : node;
    return { kind: "repeat", node, min, max, lazy: lazyMark !== flags.U };
  }

  private group(flags: Flags): RegexNode | undefined {
    const rest = this.text.slice(this.at);
    const named = /^\(\?P?<([A-Za-z_][A-Za-z0-9_]*)>/.exec(rest);
    if (named !== null) {
      this.at += named[0].length;
      return { kind: "capture", name: named[1] ?? null, node: this.closed(flags) };
    }
    const withFlags = /^\(\?([imsU]*)(?:-([imsU]+))?([:)])/.exec(rest);
    if (withFlags !== null) {
      const [all, on = "", off = "", end] = withFlags;
      this.at += all.length;
      const changed = { ...flags };
      for (const flag of on) changed[flag as keyof Flags] = true;
      for (const flag of off) changed[flag as keyof Flags] = false;
      if (end === ":") return this.closed(changed);
      Object.assign(flags, changed);
      return undefined;
    }
    if (rest.startsWith("(?")) throw unsupported("invalid or unsupported Perl syntax", rest.slice(0, 3));
    this.at++;
    return { kind: "capture", name: null, node: this.closed(flags) };
  }

  private closed(flags: Flags): RegexNode {
    const inner = this.choice(flags);
    if (this.peek() !== ")") throw unsupported("missing closing )", this.text);
    this.at++;
    return inner;
  }

  private escape(flags: Flags): RegexNode {
    const letter = this.peek(1);
    switch (letter) {
      case "":
        throw new RegexSyntaxError("error parsing regexp: trailing backslash at end of expression: ``");
      case "A":
        this.at += 2;
        return { kind: "assertion", source: TEXT_START };
      case "z":
        this.at += 2;
        return { kind: "assertion", source: TEXT_END };
      case "b":
      case "B":
        this.at += 2;
        return { kind: "assertion", source: `\\${letter}` };
      case "Q": {
        const end = this.text.indexOf("\\E", this.at + 2);
        const body = this.text.slice(this.at + 2, end < 0 ? undefined : end);
        this.at = end < 0 ? this.text.length : end + 2;
        const parts = Array.from(body, (char): RegexNode => ({ kind: "char", source: literal(char, flags) }));
        return { kind: "sequence", parts };
      }
      default:
        return { kind: "char", source: fold(`[${this.classEscape()}]`, flags) };
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

/** The least and most repeats that `*`, `+`, `?` or `{a,b}` asks for. RE2 allows up to 1,000. */
function bounds(mark: string): { min: number; max: number } {
  const open = Number.POSITIVE_INFINITY;
  if (mark === "*") return { min: 0, max: open };
  if (mark === "+") return { min: 1, max: open };
  if (mark === "?") return { min: 0, max: 1 };
  const [low = "", high] = mark.slice(1, -1).split(",");
  const min = Number(low);
  const max = high === undefined ? min : high === "" ? open : Number(high);
  if (min > 1000 || (max > 1000 && max !== open) || max < min)
    throw unsupported("invalid repeat count", mark);
  return { min, max };
}
