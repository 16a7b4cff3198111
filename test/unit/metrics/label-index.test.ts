import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LabelIndex } from "@/lib/metrics/embedded/label-index";
import { canonicalLabels, labelValue } from "@/lib/metrics/labels";
import type { Labels } from "@/lib/metrics/store";
import { anchoredRegex, matcherTest } from "@/lib/promql/regex";
import type { Matcher, MatchType } from "@/lib/promql/source";

const NAMES = ["__name__", "job", "pod", "zone", "__proto__", "constructor"];
const VALUES = ["", "a", "b", "ab", "web-1", "web-2", "api-1", "a.b", "A", "\n", "语"];
const PATTERNS = [
  "",
  "a",
  "a|b",
  "a|",
  "web-.*",
  "web-[12]",
  "(web|api)-1",
  "(?:web|api)-.+",
  ".*",
  ".+",
  "[^a]*",
  "a\\.b",

  "(?i)a",
  "(?i:we)b-1",
  "a?b?",
  "(a|b)?",
  "a{1}",
  "\\Qa.b\\E",
  "^a$",
  "x*",
  "语|a",
  "w(e)b-(1|2)",
  "\\x61",
  "(a|b)(a|b)",
];
const TYPES: MatchType[] = ["=", "!=", "=~", "!~"];

const labelSets = fc
  .array(fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(...VALUES.slice(1))), { maxLength: 4 })
  .map((pairs): Labels => Object.fromEntries(pairs));
const matchers = fc.record({
  name: fc.constantFrom(...NAMES),
  type: fc.constantFrom(...TYPES),
  value: fc.constantFrom(...VALUES, ...PATTERNS),
});

function bruteForce(series: ReadonlyMap<number, Labels>, wanted: readonly Matcher[]): number[] {
  return [...series]
    .filter(([, labels]) => wanted.every((matcher) => matcherTest(matcher)(labelValue(labels, matcher.name))))
    .map(([id]) => id)
    .sort((a, b) => a - b);
}

describe("LabelIndex", () => {
  it("selects what a test of every series selects, while series come and leave", () => {
    const changes = fc.array(
      fc.oneof(
        fc.record({ add: fc.array(labelSets, { maxLength: 20 }) }),
        fc.record({ remove: fc.array(fc.nat({ max: 60 }), { maxLength: 20 }) }),
      ),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(changes, fc.array(matchers, { maxLength: 4 }), (steps, wanted) => {
        const index = new LabelIndex();
        const model = new Map<number, Labels>();
        let nextId = 1;
        for (const step of steps) {
          if ("add" in step) {
            for (const labels of step.add) {
              if (index.idOf(canonicalLabels(labels)) !== undefined) continue;
              index.add(nextId, labels);
              model.set(nextId, labels);
              // Ids leave gaps, and groups are not filled in order.
              nextId += 1 + (nextId % 3);
            }
          } else {
            index.remove(step.remove);
            for (const id of step.remove) model.delete(id);
          }
          expect(index.select(wanted)).toEqual(bruteForce(model, wanted));
          expect(index.size).toBe(model.size);
        }
        for (const [id, labels] of model) {
          expect(index.labelsOf(id)).toEqual(labels);
          expect(index.idOf(canonicalLabels(labels))).toBe(id);
        }
      }),
      { numRuns: 2_000, seed: 20 },
    );
  });

  it("keeps nothing of series that have left", () => {
    const index = new LabelIndex();
    for (let id = 1; id <= 100; id++) index.add(id, { __name__: "up", pod: `pod-${id}` });
    index.remove(Array.from({ length: 99 }, (_, i) => i + 1));
    expect(index.select([{ name: "pod", type: "=~", value: ".+" }])).toEqual([100]);
    expect(index.idOf('{"__name__":"up","pod":"pod-7"}')).toBeUndefined();
    expect(index.has(7)).toBe(false);
    expect(() => index.labelsOf(7)).toThrow(TypeError);
    expect([...index.ids()]).toEqual([100]);
  });
});

describe("literals of a pattern", () => {
  it.each([
    ["web|api", "exact", ["web", "api"]],
    ["(web|api)-[0-9]x", "prefixes", ["web-", "api-"]],
    ["10\\.0\\.0\\.1:9100", "exact", ["10.0.0.1:9100"]],
    ["pod-.*", "prefixes", ["pod-"]],
    [".*pod", "prefixes", [""]],
    ["(?i)pod", "prefixes", [""]],
    ["|a", "exact", ["", "a"]],
  ])("of %s", (pattern, kind, texts) => {
    expect(anchoredRegex(pattern).literals).toEqual({ kind, texts });
  });

  it("never leave out a text that fits, nor take in one that does not", () => {
    const part = fc.constantFrom(...PATTERNS, "\\d", "[a-c]", "\\.", "b+", "(?:ab)?");
    const pattern = fc
      .array(part, { minLength: 1, maxLength: 3 })
      .chain((parts) => fc.constantFrom(parts.join(""), parts.map((p) => `(?:${p})`).join("|")));
    const text = fc.oneof(
      fc.constantFrom(...VALUES),
      fc.string({ unit: fc.constantFrom("a", "b", ".", "w", "1"), maxLength: 5 }),
    );
    fc.assert(
      fc.property(pattern, text, (given, value) => {
        let regex;
        try {
          regex = anchoredRegex(given);
        } catch {
          return; // Joined parts need not make a pattern.
        }
        const { kind, texts } = regex.literals;
        const fits = regex.test(value);
        const claimed =
          kind === "exact" ? texts.includes(value) : fits && texts.some((prefix) => value.startsWith(prefix));
        expect(claimed).toBe(fits);
      }),
      { numRuns: 5_000, seed: 20 },
    );
  });
});
