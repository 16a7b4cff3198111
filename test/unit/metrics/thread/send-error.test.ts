import { describe, expect, it } from "vitest";
import { AppError, InvalidError, NotFoundError, TimeoutError, UnavailableError } from "@/lib/core/errors";
import { packError, unpackError } from "@/lib/metrics/thread/send-error";

const crossed = (error: unknown): Error => unpackError(structuredClone(packError(error)));

describe("an error that crosses threads", () => {
  it.each([
    [new InvalidError("1:4: unexpected end", { place: "query" }), InvalidError],
    [new TimeoutError("query timed out in query queue"), TimeoutError],
    [new UnavailableError("away"), UnavailableError],
    [new NotFoundError("run", "7"), NotFoundError],
  ])("keeps what it is: %s", (error, constructor) => {
    const found = crossed(error);
    expect(found).toBeInstanceOf(constructor);
    expect(found).toBeInstanceOf(AppError);
    const { message, code, place, retryable, name, stack } = error;
    expect(found).toMatchObject({ message, code, place, retryable, name, stack });
  });

  it("is of no other kind", () => {
    expect(crossed(new InvalidError("bad")) instanceof TimeoutError).toBe(false);
  });

  it("keeps the code by which an unreachable database is known, and tells the cause in the log", () => {
    const cause = new Error("connection refused");
    const found = crossed(Object.assign(new Error("no answer", { cause }), { code: "ECONNREFUSED" }));
    expect(found instanceof AppError).toBe(false);
    expect(found).toMatchObject({ message: "no answer", code: "ECONNREFUSED" });
    expect(found.stack).toContain("caused by Error: connection refused");
  });

  it("is an error whatever was thrown", () => {
    expect(crossed("just a text").message).toBe("just a text");
  });
});
