import { describe, expect, it } from "vitest";
import { SignInLimiter } from "@/lib/auth/sign-in-limiter";

describe("SignInLimiter", () => {
  it("lets five tries through in a minute, and tells when the next one may come", () => {
    const limiter = new SignInLimiter();
    for (let i = 0; i < 5; i += 1) expect(limiter.count("a", 1_000 * i)).toBe(0);
    expect(limiter.count("a", 10_000)).toBe(50);
    expect(limiter.count("b", 10_000)).toBe(0);
    expect(limiter.count("a", 60_001)).toBe(0);
  });
});
