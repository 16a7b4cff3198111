import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { returnPath, signInPath } from "@/lib/auth/return-path";

describe("returnPath", () => {
  it.each([
    "/alarms",
    "/settings/sources?tab=connect&with=grafana",
    "/timeline?add=up%7Bjob%3D%22a%22%7D&from=now-1h",
    "/experiments/runs/019a#course",
  ])("keeps a page of ours: %s", (path) => expect(returnPath(path)).toBe(path));

  it.each([
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/.//evil.example",
    "/..//evil.example",
    "javascript:alert(1)",
    "/sign-in?token=x",
    "/api/me",
    "/",
    "",
    undefined,
    ["/alarms", "/alarms"],
    `/${"x".repeat(3_000)}`,
  ])("goes home instead of %j", (wanted) => expect(returnPath(wanted)).toBe("/timeline"));

  // Making up addresses takes seconds of a busy machine.
  it("never leads to another site, whatever is asked", { timeout: 60_000 }, () => {
    const nasty = fc.string({
      unit: fc.constantFrom("/", "\\", ".", "\t", "\n", ":", "@", "e", "%", "?", "#", " "),
    });
    fc.assert(
      fc.property(fc.oneof(nasty, fc.webUrl(), fc.webPath()), (wanted) => {
        const target = new URL(returnPath(wanted), "https://us.example/sign-in");
        expect(target.origin).toBe("https://us.example");
      }),
      { seed: 7, numRuns: 3_000 },
    );
  });
});

describe("signInPath", () => {
  it("remembers the page that was asked for, without what is Next.js' own", () => {
    const asked = new URL("http://127.0.0.1:3000/alarms?tab=rules&_rsc=1a2b");
    expect(signInPath(asked)).toBe("/sign-in?next=%2Falarms%3Ftab%3Drules");
  });

  it("is plain where the way leads home anyway", () => {
    expect(signInPath(new URL("http://127.0.0.1:3000/"))).toBe("/sign-in");
    expect(signInPath(new URL("http://127.0.0.1:3000/timeline"))).toBe("/sign-in");
  });
});
