import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvField } from "@/lib/resources/csv";

/** What a reader of RFC 4180 makes of one field. */
function readField(text: string): string {
  if (!text.startsWith('"')) return text;
  return text.slice(1, -1).replaceAll('""', '"');
}

describe("csvField", () => {
  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])("makes no formula of %j", (text) => {
    expect(readField(csvField(text))).toBe(`'${text}`);
  });

  it("leaves numbers as they are", () => {
    expect(csvField(-0.5)).toBe("-0.5");
    expect(csvField(null)).toBe("");
  });

  it("gives any text back to who reads it, behind an apostrophe at most", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const field = csvField(text);
        expect(readField(field).replace(/^'/, "")).toBe(text.replace(/^'/, ""));
        expect(field.startsWith('"') || !/[",\r\n]/.test(field)).toBe(true);
        expect(readField(field)).not.toMatch(/^[=+\-@\t\r]/);
      }),
    );
  });
});
