import { describe, expect, it } from "vitest";
import { anchoredRegex, matcherTest } from "@/lib/promql/regex";

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
