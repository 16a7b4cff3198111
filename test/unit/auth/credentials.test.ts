import { describe, expect, it } from "vitest";
import { readToken } from "@/lib/auth/credentials";

describe("readToken", () => {
  it.each([
    ["Bearer abc", "abc"],
    ["bearer  abc ", "abc"],
    [`Basic ${btoa("user:abc")}`, "abc"],
    [`Basic ${btoa(":a:b")}`, "a:b"],
    ["Digest x", null],
    ["Bearer", null],
  ])("reads %s", (authorization, token) => {
    expect(readToken(new Headers({ authorization }))).toBe(token);
  });

  it("finds nothing without the header", () => expect(readToken(new Headers())).toBeNull());
});
