import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anchoredRegex, matcherTest } from "@/lib/promql/regex";
import { LinearMatcher } from "@/lib/promql/regex/linear";
import { toJs } from "@/lib/promql/regex/node";
import { parseRe2 } from "@/lib/promql/regex/parse-re2";

/** Checked against Go 1.19 `regexp` by the differential test for those that can stand in a matcher. */
describe("anchoredRegex", () => {
  it.each([
    ["a|b", "b", true],
    ["a|b", "ab", false],
    ["(?i)MySQL", "mysql", true],
    ["(?i:My)SQL", "mysql", false],
    ["(?i)[a-c]+", "ABC", true],
    ["a(?i)b|c", "C", true],
    ["a.c", "a\nc", false],
    ["(?s)a.c", "a\nc", true],
    ["(?-s:a.c)", "a\nc", false],
    [String.raw`\Aab\z`, "ab", true],
    [String.raw`[[:alpha:]]+`, "abZ", true],
    [String.raw`[[:^alpha:]]+`, "12é", true],
    [String.raw`[^[:digit:]x]+`, "ab", true],
    [String.raw`[^[:digit:]x]+`, "a1", false],
    [String.raw`\Qa.b\E.`, "a.bc", true],
    [String.raw`\Qa.b\E.`, "axbc", false],
    [String.raw`\pL+`, "数据", true],
    [String.raw`\p{Greek}+`, "αβ", true],
    [String.raw`\p{^Greek}+`, "ab", true],
    [String.raw`\x{4e2d}\x41\101`, "中AA", true],
    [String.raw`[\]a]+`, "]a", true],
    ["[]a]+", "]a", true],
    ["[a-]+", "a-", true],
    [String.raw`a\-b/c`, "a-b/c", true],
    ["x{2,3}", "xxx", true],
    ["x{,3}", "x{,3}", true],
    ["(?U)a+", "aaa", true],
    ["(?P<name>a)b", "ab", true],
    ["", "", true],
    ["a||b", "", true],
    ["(?m)^a$", "a", true],
    [String.raw`\s`, "\u00a0", false],
    [String.raw`[\S]+`, "ab", true],
    ["😀.", "😀x", true],
  ])("%s on %j: %s", (pattern, text, expected) => {
    expect(anchoredRegex(pattern).test(text)).toBe(expected);
  });

  it.each([
    "(?=a)",
    "(?<=a)b",
    String.raw`(a)\1`,
    "a**",
    "(",
    ")",
    "[a",
    "x{1001}",
    "\\",
    String.raw`\y`,
    "[[:no:]]",
    "x{3,2}",
  ])("refuses %s, as RE2 does", (pattern) => {
    expect(() => anchoredRegex(pattern)).toThrow("error parsing regexp");
  });
});

describe("matcherTest", () => {
  it.each([
    ["=", "a", ["a"]],
    ["!=", "a", ["", "b", "ab"]],
    ["=~", "a|b?", ["", "a", "b"]],
    ["!~", "a|b?", ["ab"]],
  ] as const)("%s %s takes %j", (type, value, taken) => {
    const test = matcherTest({ name: "l", type, value });
    expect(["", "a", "b", "ab"].filter(test)).toEqual(taken);
  });
});

describe("a pattern that would send a backtracking matcher astray", () => {
  it.each([
    "(a+)+b",
    "(a|a)*b",
    "(a*)*b",
    "(.*a){12}b",
    ".*a.*a.*a.*a.*b",
    "(a{1,20}){1,20}b",
    "((a?){10}){10}b",
  ])("%s is answered at once", (pattern) => {
    const started = performance.now();
    expect(anchoredRegex(pattern).test("a".repeat(2_000))).toBe(false);
    expect(anchoredRegex(pattern).exec("a".repeat(2_000))).toBeNull();
    expect(anchoredRegex(pattern).test(`${"a".repeat(15)}b`)).toBe(true);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it("is matched alike by the linear matcher and the built-in one", () => {
    const atom = fc.constantFrom("a", "b", ".", "[ab]", "[^a]", "\\w", "^", "$", "\\b", "(?i:A)");
    const { regex } = fc.letrec<{ regex: string }>((tie) => ({
      regex: fc.oneof(
        { maxDepth: 4 },
        atom,
        fc.tuple(tie("regex"), tie("regex")).map(([a, b]) => a + b),
        fc.tuple(tie("regex"), tie("regex")).map(([a, b]) => `(${a}|${b})`),
        fc
          .tuple(tie("regex"), fc.constantFrom("*", "+", "?", "{2}", "{1,3}", "*?"))
          .map(([inner, repeat]) => `(?:${inner})${repeat}`),
      ),
    }));
    const text = fc.string({ unit: fc.constantFrom("a", "b", "A", " ", "é"), maxLength: 6 });
    fc.assert(
      fc.property(regex, fc.array(text, { minLength: 5, maxLength: 5 }), (pattern, texts) => {
        const node = parseRe2(pattern);
        const linear = new LinearMatcher(node);
        const builtIn = new RegExp(`^(?:${toJs(node)})$`, "u");
        expect(texts.map((given) => linear.test(given))).toEqual(texts.map((given) => builtIn.test(given)));
      }),
      { numRuns: 1_000, seed: 20 },
    );
  });
});
