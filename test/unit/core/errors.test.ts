import { describe, expect, it, vi } from "vitest";
import { AppError, InvalidError, TimeoutError } from "@/lib/core/errors";

describe("AppError", () => {
  it("knows errors of another copy of the module, and nothing else", async () => {
    vi.resetModules();
    const copy = await import("@/lib/core/errors");
    expect(copy.AppError).not.toBe(AppError);
    expect(new copy.UnavailableError("away") instanceof AppError).toBe(true);
    expect(new Error("away") instanceof AppError).toBe(false);
    expect({ code: "unavailable" } instanceof AppError).toBe(false);
  });

  it("tells its kinds apart", () => {
    const error: Error = new InvalidError("bad");
    expect([error instanceof AppError, error instanceof InvalidError]).toEqual([true, true]);
    expect(error instanceof TimeoutError).toBe(false);
  });
});
