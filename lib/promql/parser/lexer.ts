import { AGGREGATE_OPS } from "../ast";
import { SyntaxFault } from "./errors";

export type TokenType =
  | "identifier"
  | "metric identifier"
  | "string"
  | "number"
  | "duration"
  | "keyword"
  | "operator"
  | "aggregator"
  | "punctuation"
  | "error"
  | "end";

export interface Token {
  type: TokenType;
  /** As written; of an error its message. Keywords and operators are compared by `word`. */
  text: string;
  /** Lower case of `text`: keywords know no case. */
  word: string;
  start: number;
  end: number;
}

const AGGREGATORS: ReadonlySet<string> = new Set(AGGREGATE_OPS);
const WORD_OPERATORS: ReadonlySet<string> = new Set(["and", "or", "unless", "atan2"]);
const KEYWORDS: ReadonlySet<string> = new Set([
  "offset",
  "by",
  "without",
  "on",
  "ignoring",
  "group_left",
  "group_right",
  "bool",
  "start",
  "end",
]);
/** Digits may be parted by single underscores, since Prometheus 2.49. */
const NUMBER =
  /0[xX](?:_?[0-9a-fA-F])*(?:\.[0-9a-fA-F]*)?|(?:\d+(?:_\d+)*)?(?:\.(?:\d+(?:_\d+)*)?)?(?:[eE][+-]?(?:\d+(?:_\d+)*)?)?/y;
const DURATION = /\d+(?:ms|[smhdwy]s?)(?:\d+(?:ms|[smhdw]s?))*/y;
/** How far Prometheus reads before it sees that a duration is wrong. */
const READ_DURATION = /\d+[smhdwy]s?(?:\d+[smhdw]s?)*\d*/y;
const WORD = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const LABEL = /[a-zA-Z_][a-zA-Z0-9_]*/y;
const QUOTED = /"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'/y;
const RAW = /`[^`]*`/y;
const SKIP = /(?:\s|#[^\n]*)+/y;

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

const isWordPart = (char: string): boolean => /^[a-zA-Z0-9_]$/.test(char);

/** Go prints a character as %q: in single quotes. */
const quoted = (char: string): string => (char === "'" || char === "\\" ? `'\\${char}'` : `'${char}'`);

/**
 * Cuts PromQL into tokens by the rules of Prometheus 2.42 `promql/parser/lex.go`. A fault becomes one token of type
 * `error`, the last but for `end`, so that the parser reports whichever fault comes first in the text.
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  try {
    new Lexer(text, tokens).run();
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
    tokens.push({ type: "error", text: error.message, word: "", start: error.offset, end: text.length });
  }
  tokens.push({ type: "end", text: "", word: "", start: text.length, end: text.length });
  return tokens;
}

class Lexer {
  private at = 0;
  private parens = 0;
  private bracketOpen = false;
  private colonSeen = false;

  constructor(
    private readonly text: string,
    private readonly tokens: Token[],
  ) {}

  run(): void {
    for (;;) {
      this.skip();
      if (this.at >= this.text.length) break;
      this.statement();
    }
    if (this.parens > 0) throw this.fault("unclosed left parenthesis");
    if (this.bracketOpen) throw this.fault("unclosed left bracket");
  }

  private skip(): void {
    this.at += matchAt(SKIP, this.text, this.at)?.length ?? 0;
  }

  private fault(message: string, offset = this.at): SyntaxFault {
    return new SyntaxFault(offset, message);
  }

  private push(type: TokenType, length: number): void {
    const text = this.text.slice(this.at, this.at + length);
    this.tokens.push({ type, text, word: text.toLowerCase(), start: this.at, end: this.at + length });
    this.at += length;
  }

  private statement(): void {
    const char = this.text.charAt(this.at);
    const next = this.text.charAt(this.at + 1);
    if ("+-*/%^".includes(char)) return this.push("operator", 1);
    if ("=!<>".includes(char)) return this.comparison(char, next);
    if (/[0-9]/.test(char) || (char === "." && /[0-9]/.test(next))) return this.numberOrDuration();
    if ("\"'`".includes(char)) return this.string(char);
    if (/[a-zA-Z_:]/.test(char)) return this.word();
    return this.punctuation(char);
  }

  private comparison(char: string, next: string): void {
    if (char === "=" && next === "~") throw this.fault(`unexpected character after '=': '~'`);
    if (char === "!" && next !== "=") throw this.fault(`unexpected character after '!': ${quoted(next)}`);
    this.push("operator", next === "=" ? 2 : 1);
  }

  private punctuation(char: string): void {
    switch (char) {
      case "(":
        this.parens++;
        break;
      case ")":
        if (--this.parens < 0) throw this.fault(`unexpected right parenthesis ')'`, this.at + 1);
        break;
      case "[":
        if (this.bracketOpen) throw this.fault(`unexpected left bracket '['`);
        this.push("punctuation", 1);
        this.bracketOpen = true;
        this.colonSeen = false;
        this.skip();
        return this.duration();
      case "]":
        if (!this.bracketOpen) throw this.fault(`unexpected right bracket ']'`);
        this.bracketOpen = false;
        break;
      case "{":
        this.push("punctuation", 1);
        return this.insideBraces();
      case "}":
        throw this.fault(`unexpected character: '}'`);
      case ",":
      case "@":
        break;
      default:
        throw this.fault(`unexpected character: ${quoted(char)}`);
    }
    this.push("punctuation", 1);
  }

  private word(): void {
    if (this.bracketOpen) {
      const char = this.text.charAt(this.at);
      if (this.colonSeen || char !== ":") throw this.fault(`unexpected colon ${quoted(char)}`);
      this.colonSeen = true;
      return this.push("punctuation", 1);
    }
    const text = matchAt(WORD, this.text, this.at) ?? "";
    const word = text.toLowerCase();
    return this.push(wordType(word), text.length);
  }

  private numberOrDuration(): void {
    const number = matchAt(NUMBER, this.text, this.at) ?? "";
    if (number !== "" && !isWordPart(this.text.charAt(this.at + number.length))) {
      return this.push("number", number.length);
    }
    return this.durationOr("bad number or duration syntax");
  }

  private duration(): void {
    const number = matchAt(NUMBER, this.text, this.at) ?? "";
    if (!isWordPart(this.text.charAt(this.at + number.length))) {
      if (number === "") throw this.fault("missing unit character in duration");
      return this.push("number", number.length);
    }
    return this.durationOr("bad duration syntax");
  }

  private durationOr(problem: string): void {
    const duration = matchAt(DURATION, this.text, this.at) ?? "";
    if (duration === "" || isWordPart(this.text.charAt(this.at + duration.length))) {
      const seen = matchAt(READ_DURATION, this.text, this.at) ?? matchAt(NUMBER, this.text, this.at) ?? "";
      throw this.fault(`${problem}: ${JSON.stringify(seen)}`);
    }
    return this.push("duration", duration.length);
  }

  private string(quote: string): void {
    const literal = matchAt(quote === "`" ? RAW : QUOTED, this.text, this.at);
    if (literal === undefined) {
      throw this.fault(quote === "`" ? "unterminated raw string" : "unterminated quoted string");
    }
    return this.push("string", literal.length);
  }

  private insideBraces(): void {
    for (;;) {
      this.skip();
      const char = this.text.charAt(this.at);
      const next = this.text.charAt(this.at + 1);
      if (char === "") throw this.fault("unexpected end of input inside braces");
      const label = matchAt(LABEL, this.text, this.at);
      if (label !== undefined) this.push("identifier", label.length);
      else if (char === ",") this.push("punctuation", 1);
      else if ("\"'`".includes(char)) this.string(char);
      else if (char === "=") this.push("operator", next === "~" ? 2 : 1);
      else if (char === "!" && (next === "~" || next === "=")) this.push("operator", 2);
      else if (char === "!")
        throw this.fault(`unexpected character after '!' inside braces: ${quoted(next)}`);
      else if (char === "{") throw this.fault(`unexpected left brace '{'`);
      else if (char === "}") return this.push("punctuation", 1);
      else throw this.fault(`unexpected character inside braces: ${quoted(char)}`);
    }
  }
}

function wordType(word: string): TokenType {
  if (word === "inf" || word === "nan") return "number";
  if (AGGREGATORS.has(word)) return "aggregator";
  if (WORD_OPERATORS.has(word)) return "operator";
  if (KEYWORDS.has(word)) return "keyword";
  return word.includes(":") ? "metric identifier" : "identifier";
}

/** The token in an error text, as Prometheus `Item.desc` words it. */
export function describeToken(token: Token): string {
  switch (token.type) {
    case "end":
      return "end of input";
    case "keyword":
      return `<${token.text}>`;
    case "operator":
      return `<op:${token.text}>`;
    case "aggregator":
      return `<aggr:${token.text}>`;
    case "punctuation":
      return JSON.stringify(token.text);
    case "identifier":
    case "metric identifier":
      return `${token.type} ${JSON.stringify(token.text)}`;
    default: {
      const long = token.text.length > 10;
      return `${token.type} ${JSON.stringify(long ? token.text.slice(0, 10) : token.text)}${long ? "..." : ""}`;
    }
  }
}
