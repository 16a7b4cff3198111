import { describe, expect, it, vi } from "vitest";
import { evaluateInstant, evaluateRange } from "@/lib/promql/evaluate";
import type { SeriesSource } from "@/lib/promql/source";
import { makeSeries, MemorySource } from "../../support/memory-source";

const many = new MemorySource(
  Array.from({ length: 400 }, (_, s) =>
    makeSeries(
      { __name__: "m", s: String(s) },
      Array.from({ length: 600 }, (_, i) => i),
    ),
  ),
);
const hour = { from: 0, to: 3_600_000 };

describe("limits", () => {
  it("refuses a query that would hold too many samples", async () => {
    await expect(evaluateRange(many, "m", hour, 10_000, { samplesMax: 1_000 })).rejects.toMatchObject({
      code: "limit",
      message: "query processing would load too many samples into memory in query execution",
    });
  });

  it("ends at the time limit", async () => {
    await expect(evaluateRange(many, "rate(m[5m])", hour, 10_000, { timeoutMs: 0 })).rejects.toMatchObject({
      code: "timeout",
      message: "query timed out in query execution",
    });
  });

  it("stops when the caller gives up while it evaluates", async () => {
    const controller = new AbortController();
    const reason = new Error("the browser left");
    const query = evaluateRange(many, "quantile_over_time(0.5, m[30m])", hour, 1_000, {
      signal: controller.signal,
    });
    setImmediate(() => controller.abort(reason));
    await expect(query).rejects.toBe(reason);
  });

  it("hands the signal to the source", async () => {
    const controller = new AbortController();
    let seen: AbortSignal | undefined;
    const source: SeriesSource = {
      select: async (_matchers, _from, _to, signal) => {
        seen = signal;
        return [];
      },
    };
    await evaluateInstant(source, "m", 0, { signal: controller.signal });
    expect(seen).toBe(controller.signal);
  });

  it("lets others run during a long evaluation", async () => {
    // A clock on which each look takes a millisecond: how fast the machine is does not matter.
    let now = 0;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => ++now);
    let turns = 0;
    let running = true;
    const count = (): void => {
      turns++;
      if (running) setImmediate(count);
    };
    setImmediate(count);
    await evaluateRange(many, "quantile_over_time(0.5, m[30m])", hour, 1_000);
    running = false;
    clock.mockRestore();
    expect(turns).toBeGreaterThan(3);
  });

  it("refuses a step of zero, a reversed range and a range vector over a grid", async () => {
    await expect(evaluateRange(many, "m", hour, 0)).rejects.toMatchObject({ code: "invalid" });
    await expect(evaluateRange(many, "m", { from: 1, to: 0 }, 1)).rejects.toMatchObject({ code: "invalid" });
    await expect(evaluateRange(many, "m[5m]", hour, 1_000)).rejects.toThrow(
      'invalid expression type "range vector" for range query, must be Scalar or instant Vector',
    );
  });
});
