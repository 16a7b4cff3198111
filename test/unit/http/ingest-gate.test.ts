import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { IngestGate } from "@/lib/http/ingest-gate";

describe("IngestGate", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("gives back what the work gives", async () => {
    const gate = new IngestGate();
    await expect(gate.run(1_000, () => Promise.resolve(7))).resolves.toBe(7);
    await expect(gate.run(1_000, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(gate.running).toBe(0);
  });

  it("answers at the deadline, tells the work, and counts it until it is over", async () => {
    const gate = new IngestGate(1);
    const work = Promise.withResolvers<number>();
    let heard: AbortSignal | undefined;
    const answer = gate.run(1_000, (signal) => {
      heard = signal;
      return work.promise;
    });
    const outcome = answer.then(
      () => null,
      (error: unknown) => error,
    );
    await vi.advanceTimersByTimeAsync(999);
    expect(heard?.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await outcome).toMatchObject({ code: "unavailable", retryAfterS: 5 });
    expect([heard?.aborted, gate.running]).toEqual([true, 1]);
    await expect(gate.run(1_000, () => Promise.resolve(1))).rejects.toThrow("Too many writes");
    work.resolve(1);
    await work.promise;
    await vi.advanceTimersByTimeAsync(0);
    await expect(gate.run(1_000, () => Promise.resolve(2))).resolves.toBe(2);
  });
});
