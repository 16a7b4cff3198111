import { SECOND_MS, type DurationMs } from "@/lib/core/time";
import {
  METRIC_NAME_LABEL,
  type AggregateOp,
  type AtModifier,
  type BinaryOp,
  type Expr,
  type Span,
  type VectorMatching,
  type VectorSelector,
} from "../ast";
import { isPlainLabelName, type Dialect } from "../dialect";
import { isCallable } from "../functions/signatures";
import { whyNoFunction } from "../functions/left-out";
import { formatGoFloat } from "../go-float";
import { anchoredRegex } from "../regex";
import { RegexSyntaxError } from "../regex/node";
import type { Matcher, MatchType } from "../source";
import { DURATION_MS_MAX, parseDuration } from "./duration";
import { nameTwice, SyntaxFault } from "./errors";
import { describeToken, tokenize, type Token } from "./lexer";
import { parseNumber } from "./number";
import { unquote } from "./string-literal";

/** Binding strength, weakest first. Source: `%left` lines of Prometheus' `generated_parser.y`. */
const PRECEDENCE: Readonly<Record<string, number>> = {
  or: 1,
  and: 2,
  unless: 2,
  "==": 3,
  "!=": 3,
  ">": 3,
  "<": 3,
  ">=": 3,
  "<=": 3,
  "+": 4,
  "-": 4,
  "*": 5,
  "/": 5,
  "%": 5,
  atan2: 5,
  "^": 6,
};
/** A sign binds as `*` does, so `-a^b` is `-(a^b)`. */
const OPERAND_OF_SIGN = 6;

const WITH_PARAM: ReadonlySet<string> = new Set(["topk", "bottomk", "count_values", "quantile"]);
const MATCH_TYPES: ReadonlySet<string> = new Set(["=", "!=", "=~", "!~"]);
/** Keywords that may name a metric. Source: `metric_identifier` in `generated_parser.y`. */
const KEYWORD_METRICS: ReadonlySet<string> = new Set([
  "by",
  "without",
  "offset",
  "start",
  "end",
  "and",
  "or",
  "unless",
]);
/** Keywords may name a label; numbers written as words (`inf`, `nan`) may not. */
const LABEL_TOKENS: ReadonlySet<string> = new Set([
  "identifier",
  "metric identifier",
  "keyword",
  "operator",
  "aggregator",
]);
const SELECTOR_TOKENS: ReadonlySet<string> = new Set(["identifier", "metric identifier", "aggregator"]);
/** Deeper trees would overflow the stack. Our choice: no query that a person or a rule file holds comes near. */
const DEPTH_MAX = 500;

/** Recursive descent over the grammar of Prometheus 2.42; types are checked afterwards. */
export class Parser {
  private readonly tokens: readonly Token[];
  private index = 0;
  private depth = 0;

  constructor(
    text: string,
    private readonly dialect: Dialect,
  ) {
    this.tokens = tokenize(text);
  }

  parse(): Expr {
    if (this.peek().type === "end") throw new SyntaxFault(0, "no expression found in input");
    const expr = this.expression(0);
    if (this.peek().type !== "end") throw this.unexpected();
    return expr;
  }

  parseSelector(): readonly Matcher[] {
    const { type, word } = this.peek();
    const isName = SELECTOR_TOKENS.has(type) || KEYWORD_METRICS.has(word);
    if (!isName && !this.is("{")) throw this.unexpected();
    const { matchers } = this.selector();
    if (this.peek().type !== "end") throw this.unexpected();
    return matchers;
  }

  private peek(ahead = 0): Token {
    const last = this.tokens.length - 1;
    // Safe because tokenize() always ends with a token of type "end".
    return this.tokens[Math.min(this.index + ahead, last)] as Token;
  }

  private next(): Token {
    const token = this.peek();
    this.index++;
    return token;
  }

  private is(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.word === text && token.type !== "string" && token.type !== "error";
  }

  private accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.index++;
    return true;
  }

  private unexpected(context = "", expected = ""): SyntaxFault {
    const token = this.peek();
    if (token.type === "error") return new SyntaxFault(token.start, token.text);
    const where = context === "" ? "" : ` in ${context}`;
    const what = expected === "" ? "" : `, expected ${expected}`;
    return new SyntaxFault(token.start, `unexpected ${describeToken(token)}${where}${what}`);
  }

  private spanFrom(start: number): Span {
    return { start, end: this.tokens[this.index - 1]?.end ?? start };
  }

  private expression(weakest: number): Expr {
    const outer = this.depth;
    const expr = this.chain(weakest);
    this.depth = outer;
    return expr;
  }

  private chain(weakest: number): Expr {
    let left = this.operand();
    for (;;) {
      const token = this.peek();
      const strength = token.type === "operator" ? (PRECEDENCE[token.word] ?? 0) : 0;
      if (strength === 0 || strength < weakest) return left;
      this.index++;
      this.depth++; // Each further term puts the ones before it a level deeper.
      const bool = this.accept("bool");
      const matching = this.matching();
      // `^` groups from the right, all others from the left.
      const right = this.expression(token.word === "^" ? strength : strength + 1);
      const span = { start: left.span.start, end: right.span.end };
      left = {
        kind: "binary",
        op: token.word as BinaryOp,
        left,
        right,
        bool,
        matching,
        opAt: token.start,
        span,
      };
    }
  }

  private matching(): VectorMatching | null {
    const on = this.is("on");
    if (!on && !this.is("ignoring")) return null;
    this.index++;
    const labels = this.groupingLabels();
    const group = this.accept("group_left") ? "left" : this.accept("group_right") ? "right" : null;
    const include = group !== null && this.is("(") ? this.groupingLabels() : [];
    return { on, labels, group, include };
  }

  private operand(): Expr {
    const token = this.peek();
    if (++this.depth > DEPTH_MAX) {
      throw new SyntaxFault(token.start, `expression nests deeper than ${DEPTH_MAX} levels`);
    }
    if (token.type === "operator" && (token.text === "+" || token.text === "-")) {
      this.index++;
      const expr = this.expression(OPERAND_OF_SIGN);
      const span = { start: token.start, end: expr.span.end };
      if (expr.kind === "number")
        return { ...expr, value: token.text === "-" ? -expr.value : expr.value, span };
      return { kind: "unary", op: token.text, expr, span };
    }
    return this.postfix(this.primary());
  }

  private postfix(inner: Expr): Expr {
    let expr = inner;
    for (;;) {
      if (this.is("[")) expr = this.range(expr);
      else if (this.is("offset")) expr = this.offset(expr);
      else if (this.is("@")) expr = this.at(expr);
      else return expr;
    }
  }

  private range(expr: Expr): Expr {
    const bracket = this.next();
    const { start } = expr.span;
    if (!this.isDuration()) throw this.unexpected("subquery selector", "duration");
    const rangeMs = this.duration();
    if (this.accept("]")) return this.matrix(expr, rangeMs, bracket.start);
    if (!this.accept(":")) throw this.unexpected("subquery or range", '":" or "]"');
    let stepMs: DurationMs | null = null;
    if (this.isDuration()) {
      stepMs = this.duration();
      if (!this.accept("]")) throw this.unexpected("subquery selector", '"]"');
    } else if (!this.accept("]")) throw this.unexpected("subquery selector", 'duration or "]"');
    return { kind: "subquery", expr, rangeMs, stepMs, offsetMs: 0, at: null, span: this.spanFrom(start) };
  }

  private matrix(expr: Expr, rangeMs: DurationMs, bracketAt: number): Expr {
    const { start } = expr.span;
    if (expr.kind !== "vectorSelector")
      throw new SyntaxFault(bracketAt, "ranges only allowed for vector selectors");
    if (expr.offsetMs !== 0) throw new SyntaxFault(bracketAt, "no offset modifiers allowed before range");
    if (expr.at !== null) throw new SyntaxFault(bracketAt, "no @ modifiers allowed before range");
    return { kind: "matrixSelector", selector: expr, rangeMs, span: this.spanFrom(start) };
  }

  /** Since Prometheus 2.54 a number of seconds may stand for a duration, and a duration for a number of seconds. */
  private isDuration(): boolean {
    const { type } = this.peek();
    return type === "duration" || type === "number";
  }

  private duration(): DurationMs {
    const token = this.next();
    const ms = this.durationMs(token);
    if (ms === 0) throw new SyntaxFault(token.start, "duration must be greater than 0");
    return ms;
  }

  private durationMs(token: Token): DurationMs {
    if (token.type === "number") {
      const ms = this.number(token) * SECOND_MS;
      if (!(ms <= DURATION_MS_MAX)) throw new SyntaxFault(token.start, "duration out of range");
      return Math.trunc(ms);
    }
    const parsed = parseDuration(token.text);
    if ("error" in parsed) throw new SyntaxFault(token.start, parsed.error);
    return parsed.ms;
  }

  private offset(expr: Expr): Expr {
    this.index++;
    const negative = this.accept("-");
    if (!this.isDuration()) throw this.unexpected("offset", "duration");
    const offsetMs = this.duration() * (negative ? -1 : 1);
    const target = modifierTarget(expr, "offset modifier");
    if (target.offsetMs !== 0) throw new SyntaxFault(expr.span.start, "offset may not be set multiple times");
    return withModifier(expr, { offsetMs }, this.spanFrom(expr.span.start));
  }

  private at(expr: Expr): Expr {
    this.index++;
    const at = this.moment(expr.span.start);
    const target = modifierTarget(expr, "@ modifier");
    if (target.at !== null)
      throw new SyntaxFault(expr.span.start, "@ <timestamp> may not be set multiple times");
    return withModifier(expr, { at }, this.spanFrom(expr.span.start));
  }

  private moment(faultAt: number): AtModifier {
    if ((this.is("start") || this.is("end")) && this.is("(", 1)) {
      const edge = this.next().word === "start" ? "start" : "end";
      this.index++;
      if (!this.accept(")")) throw this.unexpected("@", "timestamp");
      return edge;
    }
    const sign = this.accept("-") ? -1 : 1;
    if (sign === 1) this.accept("+");
    const token = this.peek();
    if (!this.isDuration()) throw this.unexpected("@", "timestamp");
    this.index++;
    const seconds = sign * this.number(token);
    // Milliseconds of a 64-bit integer, as in Prometheus.
    if (!Number.isFinite(seconds) || Math.abs(seconds) * 1000 >= 2 ** 63) {
      throw new SyntaxFault(faultAt, `timestamp out of bounds for @ modifier: ${formatGoFloat(seconds)}`);
    }
    return Math.round(seconds * 1000);
  }

  private number(token: Token): number {
    if (token.type === "duration") return this.durationMs(token) / SECOND_MS;
    const value = parseNumber(token.text);
    if (value === undefined) {
      throw new SyntaxFault(
        token.start,
        `error parsing number: strconv.ParseFloat: parsing ${JSON.stringify(token.text)}: invalid syntax`,
      );
    }
    return value;
  }

  private primary(): Expr {
    const token = this.peek();
    switch (token.type) {
      case "number":
      case "duration":
        this.index++;
        return { kind: "number", value: this.number(token), span: this.spanFrom(token.start) };
      case "string":
        this.index++;
        return { kind: "string", value: this.string(token), span: this.spanFrom(token.start) };
      case "aggregator":
        if (this.is("(", 1) || this.is("by", 1) || this.is("without", 1)) return this.aggregate();
        return this.selector();
      case "identifier":
        return this.is("(", 1) ? this.call() : this.selector();
      case "metric identifier":
        return this.selector();
      case "keyword":
      case "operator":
        if (KEYWORD_METRICS.has(token.word)) return this.selector();
        throw this.unexpected();
      default:
        if (this.is("{")) return this.selector();
        if (this.is("(")) return this.paren();
        throw this.unexpected();
    }
  }

  private string(token: Token): string {
    const { value, error } = unquote(token.text);
    if (error !== undefined) throw new SyntaxFault(token.start, error);
    return value;
  }

  private paren(): Expr {
    const { start } = this.next();
    const expr = this.expression(0);
    if (!this.accept(")")) throw this.unexpected();
    return { kind: "paren", expr, span: this.spanFrom(start) };
  }

  private arguments(): Expr[] {
    this.index++;
    const args: Expr[] = [];
    if (this.accept(")")) return args;
    for (;;) {
      args.push(this.expression(0));
      if (this.accept(")")) return args;
      const comma = this.peek();
      if (!this.accept(",")) throw this.unexpected();
      if (this.is(")"))
        throw new SyntaxFault(comma.start, "trailing commas not allowed in function call args");
    }
  }

  private call(): Expr {
    const token = this.next();
    const args = this.arguments();
    if (!isCallable(token.text, this.dialect)) throw new SyntaxFault(token.start, whyNoFunction(token.text));
    return { kind: "call", name: token.text, args, span: this.spanFrom(token.start) };
  }

  private aggregate(): Expr {
    const token = this.next();
    let clause = this.groupingClause();
    if (!this.is("(")) throw this.unexpected("aggregation");
    const args = this.arguments();
    clause ??= this.groupingClause();
    const op = token.word as AggregateOp;
    const wanted = WITH_PARAM.has(op) ? 2 : 1;
    if (args.length === 0)
      throw new SyntaxFault(token.start, "no arguments for aggregate expression provided");
    const [first, second] = args;
    const expr = wanted === 2 ? second : first;
    if (args.length !== wanted || first === undefined || expr === undefined) {
      const counts = `expected ${wanted}, got ${args.length}`;
      throw new SyntaxFault(
        token.start,
        `wrong number of arguments for aggregate expression provided, ${counts}`,
      );
    }
    const { grouping, without } = clause ?? { grouping: [], without: false };
    const param = wanted === 2 ? first : null;
    return { kind: "aggregate", op, expr, param, grouping, without, span: this.spanFrom(token.start) };
  }

  private groupingClause(): { grouping: string[]; without: boolean } | undefined {
    const without = this.is("without");
    if (!without && !this.is("by")) return undefined;
    this.index++;
    return { grouping: this.groupingLabels(), without };
  }

  private groupingLabels(): string[] {
    const labels: string[] = [];
    if (!this.accept("(")) throw this.unexpected("grouping opts", '"("');
    while (!this.accept(")")) {
      const token = this.peek();
      const isPlain = LABEL_TOKENS.has(token.type) && isPlainLabelName(token.text);
      if (!isPlain && !this.isQuotedName()) throw this.unexpected("grouping opts", "label");
      labels.push(isPlain ? token.text : this.string(token));
      this.index++;
      if (!this.is(")") && !this.accept(",")) throw this.unexpected("grouping opts", '"," or ")"');
    }
    return labels;
  }

  private selector(): VectorSelector {
    const token = this.peek();
    const { start } = token;
    let name: string | null = null;
    if (!this.is("{")) {
      name = token.text;
      this.index++;
    }
    const matchers: Matcher[] = [];
    if (this.is("{")) name = this.matchers(matchers, name);
    if (name !== null) matchers.push({ name: METRIC_NAME_LABEL, type: "=", value: name });
    return { kind: "vectorSelector", name, matchers, offsetMs: 0, at: null, span: this.spanFrom(start) };
  }

  /** Names in quotes, which may be any text: Prometheus 3. */
  private isQuotedName(): boolean {
    return this.dialect === "3" && this.peek().type === "string";
  }

  /** Reads what stands in braces into `matchers`. @returns the metric's name, which may stand there in quotes */
  private matchers(matchers: Matcher[], nameBefore: string | null): string | null {
    this.index++;
    let metric = nameBefore;
    while (!this.accept("}")) {
      const name = this.peek();
      const isQuoted = this.isQuotedName();
      if (name.type !== "identifier" && !isQuoted)
        throw this.unexpected("label matching", 'identifier or "}"');
      this.index++;
      const operator = this.peek();
      if (isQuoted && (this.is(",") || this.is("}"))) {
        const quoted = this.string(name);
        if (metric !== null) throw new SyntaxFault(name.start, nameTwice(metric, quoted));
        metric = quoted;
        this.accept(",");
        continue;
      }
      if (operator.type !== "operator" || !MATCH_TYPES.has(operator.text)) {
        throw this.unexpected("label matching", "label matching operator");
      }
      this.index++;
      const value = this.peek();
      if (value.type !== "string") throw this.unexpected("label matching", "string");
      this.index++;
      const label = isQuoted ? this.string(name) : name.text;
      matchers.push(this.matcher(name, label, operator.text as MatchType, this.string(value)));
      if (!this.is("}") && !this.accept(",")) throw this.unexpected("label matching", '"," or "}"');
    }
    return metric;
  }

  private matcher({ start }: Token, name: string, type: MatchType, value: string): Matcher {
    if (type === "=" || type === "!=") return { name, type, value };
    const dotAll = this.dialect === "3";
    try {
      anchoredRegex(value, dotAll);
    } catch (error) {
      if (error instanceof RegexSyntaxError) throw new SyntaxFault(start, error.message);
      throw error;
    }
    return { name, type, value, ...(dotAll ? { dotAll } : {}) };
  }
}

type Modified = { offsetMs: DurationMs; at: AtModifier | null };

function modifierTarget(expr: Expr, what: string): Modified {
  if (expr.kind === "vectorSelector" || expr.kind === "subquery") return expr;
  if (expr.kind === "matrixSelector") return expr.selector;
  throw new SyntaxFault(
    expr.span.start,
    `${what} must be preceded by an instant vector selector or range vector selector or a subquery`,
  );
}

function withModifier(expr: Expr, change: Partial<Modified>, span: Span): Expr {
  if (expr.kind === "matrixSelector") return { ...expr, selector: { ...expr.selector, ...change }, span };
  if (expr.kind === "vectorSelector" || expr.kind === "subquery") return { ...expr, ...change, span };
  return expr;
}
