import { describe, expect, it } from "vitest";
import { chooseLocale, chooseTimeZone } from "@/lib/i18n/locale";

describe("chooseLocale", () => {
  it.each([
    ["zh", "en", "zh"],
    [undefined, "zh-CN,zh;q=0.9,en;q=0.8", "zh"],
    [undefined, "fr, en;q=0.8, zh;q=0.9", "zh"],
    [undefined, "zh;q=0, en;q=0.1", "en"],
    [undefined, "fr", "en"],
    [undefined, null, "en"],
    ["klingon", "zh", "zh"],
  ])("cookie %s, header %s: %s", (cookie, header, expected) => {
    expect(chooseLocale(cookie, header)).toBe(expected);
  });
});

describe("chooseTimeZone", () => {
  it.each([
    ["Asia/Shanghai", "Asia/Shanghai"],
    ["Asia%2FShanghai", "Asia/Shanghai"],
    ["Mars/Olympus", "UTC"],
    ["%E0%A4%A", "UTC"],
    [undefined, "UTC"],
  ])("%s is %s", (cookie, expected) => {
    expect(chooseTimeZone(cookie)).toBe(expected);
  });
});
