import { describe, expect, it } from "vitest";
import { OWN_RULES } from "@/lib/alarms/own-rules";
import { COMMON_RULES, PRODUCT_RULES } from "@/lib/alarms/seed-rules";
import { parseExpr } from "@/lib/promql/parse";
import { INSTRUMENTS } from "@/lib/telemetry/instruments";

describe("the rules over Evenkeel itself", () => {
  it("have names of their own", () => {
    const names = [...COMMON_RULES, ...PRODUCT_RULES, ...OWN_RULES].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(OWN_RULES.filter(({ name }) => !name.startsWith("Evenkeel"))).toEqual([]);
  });

  it.each(OWN_RULES.map((rule) => [rule.name, rule] as const))(
    "%s is PromQL over metrics that there are, all of the product evenkeel, and keeps the label",
    (_, { expr }) => {
      expect(() => parseExpr(expr)).not.toThrow();
      const selectors = [...expr.matchAll(/(evenkeel_[a-z0-9_]+)\{([^}]*)\}/g)];
      expect(selectors.length).toBeGreaterThan(0);
      for (const [, name = "", matchers = ""] of selectors) {
        expect(Object.keys(INSTRUMENTS)).toContain(name.replace(/_(bucket|sum|count)$/, ""));
        expect(matchers).toContain('product="evenkeel"');
      }
      for (const [, labels = ""] of expr.matchAll(/ by \(([^)]*)\)/g)) expect(labels).toContain("product");
    },
  );

  it("say why in both languages", () => {
    for (const rule of OWN_RULES)
      for (const text of [rule.summary, rule.summaryZh, rule.description, rule.descriptionZh])
        expect(text.length).toBeGreaterThan(8);
  });
});
