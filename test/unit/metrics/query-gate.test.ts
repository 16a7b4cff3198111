import { describe, expect, it } from "vitest";
import { QueryGate } from "@/lib/metrics/embedded/query-gate";

const LONG = { timeoutMs: 60_000 };

/** Work that ends when it is told to. */
function job(log: string[], name: string) {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const work = () => {
    log.push(name);
    return promise;
  };
  return { work, end: () => resolve(name), fail: () => reject(new Error(name)) };
}

describe("QueryGate", () => {
  it("runs as many as it may, the others in order, also after one that failed", async () => {
    const gate = new QueryGate(2);
    const log: string[] = [];
    const [a, b, c, d] = ["a", "b", "c", "d"].map((name) => job(log, name)) as [
      ReturnType<typeof job>,
      ReturnType<typeof job>,
      ReturnType<typeof job>,
      ReturnType<typeof job>,
    ];
    const [first, second, third, fourth] = [a, b, c, d].map(({ work }) => gate.run(LONG, work));
    await Promise.resolve();
    expect(log).toEqual(["a", "b"]);
    b.fail();
    await expect(second).rejects.toThrow("b");
    expect(log).toEqual(["a", "b", "c"]);
    a.end();
    expect(await first).toBe("a");
    c.end();
    d.end();
    expect(await third).toBe("c");
    expect(await fourth).toBe("d");
    const last = job(log, "last");
    last.end();
    expect(await gate.run(LONG, last.work)).toBe("last");
  });

  it("lets a caller leave the queue, or be told that its time is over, without losing a place", async () => {
    const gate = new QueryGate(1);
    const log: string[] = [];
    const running = job(log, "running");
    const first = gate.run(LONG, running.work);
    const leave = new AbortController();
    const left = gate.run({ ...LONG, signal: leave.signal }, job(log, "left").work);
    const late = gate.run({ timeoutMs: 1 }, job(log, "late").work);
    await expect(late).rejects.toMatchObject({ code: "timeout", message: "query timed out in query queue" });
    // In one step: the place that becomes free must not go to who has just left.
    leave.abort(new Error("the browser left"));
    running.end();
    await expect(left).rejects.toThrow("the browser left");
    await first;
    const next = job(log, "next");
    next.end();
    expect(await gate.run(LONG, next.work)).toBe("next");
    expect(log).toEqual(["running", "next"]);
  });
});
