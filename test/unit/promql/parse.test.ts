import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/core/errors";
import type { Expr } from "@/lib/promql/ast";
import { parseExpr } from "@/lib/promql/parse";
import { printExpr } from "@/lib/promql/print";
import type { Matcher } from "@/lib/promql/source";
import { scalarQuery, vectorQuery } from "../../support/promql-arbitrary";
import { PARSE_FAULTS } from "../../support/promql-faults";

/** Without positions, so that two texts of the same expression compare equal. */
function shape(expr: Expr): unknown {
  return JSON.parse(
    JSON.stringify(expr, (key, value: unknown) => {
      if (key === "span" || key === "opAt") return undefined;
      if (key === "matching" && isPlainMatching(value)) return null;
      if (key === "matchers") return (value as Matcher[]).map((matcher) => JSON.stringify(matcher)).sort();
      return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
    }),
  );
}

/** `ignoring ()` alone says nothing and is not printed. */
function isPlainMatching(value: unknown): boolean {
  return JSON.stringify(value) === '{"on":false,"labels":[],"group":null,"include":[]}';
}

describe("parseExpr", () => {
  it.each(PARSE_FAULTS)("%j is refused: %s", (query, message) => {
    expect(() => parseExpr(query)).toThrow(expect.objectContaining({ code: "invalid", message }) as Error);
  });

  it.each([
    // A modifier binds tighter than any operator.
    ["a + b offset 5m", "a + (b offset 5m)"],
    ["-a offset 5m", "-(a offset 5m)"],
    // A sign binds as `*` does.
    ["-1 ^ 2", "-(1 ^ 2)"],
    ["a ^ -1 ^ 2", "a ^ (-(1 ^ 2))"],
    ["-a * b", "(-a) * b"],
    ["a ^ b ^ c", "a ^ (b ^ c)"],
    ["a - b - c", "(a - b) - c"],
    ["a or b and c unless d", "a or ((b and c) unless d)"],
    ["a + b * c == d atan2 e", "(a + (b * c)) == (d atan2 e)"],
  ])("reads %s as %s", (query, grouped) => {
    const withoutParens = (expr: Expr): unknown =>
      JSON.parse(
        JSON.stringify(shape(expr), (_, value: unknown) => {
          let inner = value;
          while (isParen(inner)) inner = inner.expr;
          return inner;
        }),
      );
    expect(withoutParens(parseExpr(query))).toEqual(withoutParens(parseExpr(grouped)));
  });

  it.each([
    ["SUM BY (App) (x)", "sum by (App) (x)"],
    ["sum(x) without (a, b,)", "sum without (a, b) (x)"],
    ["x{c = \"b\", a!~'d',}", 'x{a!~"d",c="b"}'],
    ["{__name__=~`a.b`}", '{__name__=~"a.b"}'],
    ["x[90s] offset -1h30m @ end()", "x[1m30s] @ end() offset -1h30m"],
    ["x @ 1.5e3 # why", "x @ 1500.000"],
    ["0x1F + 010 + 08 + .5 + inf", "31 + 8 + 8 + 0.5 + +Inf"],
    ["a + ignoring() b", "a + b"],
    ["a + ignoring() group_left b", "a + ignoring () group_left () b"],
    ["a>bool on(x)group_left(y)b", "a > bool on (x) group_left (y) b"],
    ["sum(on_call) + start + bool_x", "sum(on_call) + start + bool_x"],
    ["topk(3, sum by (by, offset) (x))", "topk(3, sum by (by, offset) (x))"],
    [
      String.raw`label_replace(x, "a", "\t\u4e2d\x41\101", "b", '\'')`,
      `label_replace(x, "a", "\\t中AA", "b", "'")`,
    ],
  ])("prints %s as %s", (query, printed) => {
    expect(printExpr(parseExpr(query))).toBe(printed);
  });

  it.each([
    // Prometheus 2.54, changelog: durations and numbers stand for one another.
    ["x[300]", "x[5m]"],
    ["x[0x3C:1.5]", "x[1m:1s500ms]"],
    ["x offset 60", "x offset 1m"],
    ["x offset -1.5", "x offset -1s500ms"],
    ["vector(1h30m) + 5m", "vector(5400) + 300"],
    ["x @ 5m", "x @ 300"],
    // Prometheus 2.49, changelog: underscores part digits.
    ["1_000_000 + 0xFF_FF + 1_0.2_5 + 1e1_0", "1000000 + 65535 + 10.25 + 1e10"],
  ])("takes %s, as Prometheus has since 2.42, for %s", (query, same) => {
    expect(shape(parseExpr(query))).toEqual(shape(parseExpr(same)));
  });

  it.each([
    ["histogram_count(x)", 'function "histogram_count" reads native histograms, which are not supported'],
    [
      "histogram_avg(rate(x[5m]))",
      'function "histogram_avg" reads native histograms, which are not supported',
    ],
    ["mad_over_time(x[5m])", 'function "mad_over_time" is not enabled'],
    [
      "double_exponential_smoothing(x[5m], 0.5, 0.5)",
      'function "double_exponential_smoothing" is not enabled',
    ],
    [
      "limitk(1, x)",
      "limitk() is experimental and must be enabled with --enable-feature=promql-experimental-functions",
    ],
  ])("refuses %s, as native histograms and experiments are left out", (query, why) => {
    expect(() => parseExpr(query)).toThrow(`1:1: parse error: ${why}`);
  });

  it("gives back the same expression after printing", () => {
    fc.assert(
      fc.property(fc.oneof(vectorQuery, scalarQuery), (query) => {
        // Its sign is read apart: `+Inf ^ 2` is `+(Inf ^ 2)`.
        fc.pre(!/Inf /.test(query));
        fc.pre(attempt(() => parseExpr(query)).code === "none"); // The generator makes some refused group clauses.
        const expr = parseExpr(query);
        expect(shape(parseExpr(printExpr(expr)))).toEqual(shape(expr));
      }),
      { numRuns: 500, seed: 20 },
    );
  });

  it.each([
    ["parentheses", `${"(".repeat(50_000)}a${")".repeat(50_000)}`],
    ["signs", `${"-".repeat(50_000)}a`],
    ["terms", Array.from({ length: 50_000 }, () => "a").join(" + ")],
    ["powers", Array.from({ length: 50_000 }, () => "a").join(" ^ ")],
  ])("refuses an endless nest of %s", (_, query) => {
    expect(() => parseExpr(query)).toThrow("expression nests deeper than 500 levels");
  });

  it("never fails in any other way than with a placed error", () => {
    const piece = fc.constantFrom(
      ...'sum by ( ) [ ] { } , a_1 5m 1 : @ offset - + =~ == "x" \' ` bool on \\ # é'.split(" "),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const outcome = attempt(() => parseExpr(pieces.join(" ")));
        const placed = { code: "invalid", place: expect.stringMatching(/^\d+:\d+$/) as string };
        expect([{ code: "none" }, placed]).toContainEqual(outcome);
      }),
      { numRuns: 2_000, seed: 20 },
    );
  });
});

function isParen(value: unknown): value is { expr: unknown } {
  return typeof value === "object" && value !== null && (value as { kind?: string }).kind === "paren";
}

function attempt(work: () => unknown): { code: string; place?: string | undefined } {
  try {
    work();
    return { code: "none" };
  } catch (error) {
    return error instanceof AppError ? { code: error.code, place: error.place } : { code: String(error) };
  }
}
