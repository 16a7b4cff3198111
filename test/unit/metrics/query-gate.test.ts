import { setImmediate as nextTurn } from "node:timers/promises";
import { LimitError, TimeoutError, UnavailableError } from "@/lib/core/errors";
import { describe, expect, it } from "vitest";
import { GATE_LIMITS, QueryGate } from "@/lib/metrics/embedded/query-gate";
import type { Patience } from "@/lib/metrics/embedded/lane";

const LONG = { timeoutMs: 60_000 };

const gateOf = (atOnce: number) => new QueryGate({ ...GATE_LIMITS, atOnce });

async function run<T>(gate: QueryGate, patience: Patience, work: () => Promise<T>): Promise<T> {
  const memory = await gate.enter(patience);
  try {
    return await work();
  } finally {
    memory.close();
  }
}

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
    const gate = gateOf(2);
    const log: string[] = [];
    const [a, b, c, d] = ["a", "b", "c", "d"].map((name) => job(log, name)) as [
      ReturnType<typeof job>,
      ReturnType<typeof job>,
      ReturnType<typeof job>,
      ReturnType<typeof job>,
    ];
    const [first, second, third, fourth] = [a, b, c, d].map(({ work }) => run(gate, LONG, work));
    await nextTurn();
    expect(log).toEqual(["a", "b"]);
    b.fail();
    await expect(second).rejects.toThrow("b");
    await nextTurn();
    expect(log).toEqual(["a", "b", "c"]);
    a.end();
    expect(await first).toBe("a");
    c.end();
    d.end();
    expect(await third).toBe("c");
    expect(await fourth).toBe("d");
    const last = job(log, "last");
    last.end();
    expect(await run(gate, LONG, last.work)).toBe("last");
  });

  it("lets a caller leave the queue, or be told that its time is over, without losing a place", async () => {
    const gate = gateOf(1);
    const log: string[] = [];
    const running = job(log, "running");
    const first = run(gate, LONG, running.work);
    const leave = new AbortController();
    const left = run(gate, { ...LONG, signal: leave.signal }, job(log, "left").work);
    const late = run(gate, { timeoutMs: 1 }, job(log, "late").work);
    await expect(late).rejects.toMatchObject({ code: "timeout", message: "query timed out in query queue" });
    // In one step: the place that becomes free must not go to who has just left.
    leave.abort(new Error("the browser left"));
    running.end();
    await expect(left).rejects.toThrow("the browser left");
    await first;
    const next = job(log, "next");
    next.end();
    expect(await run(gate, LONG, next.work)).toBe("next");
    expect(log).toEqual(["running", "next"]);
  });

  const LIMITS = { atOnce: 1, shareBytes: 10, queryBytesMax: 100, heavyWaiting: 1 };
  const settled = async (promise: Promise<unknown>): Promise<boolean> => {
    return Promise.race([promise.then(() => true), nextTurn().then(() => false)]);
  };

  it("runs heavy queries one after the other, and light ones past them", async () => {
    const gate = new QueryGate(LIMITS);
    const first = await gate.enter(LONG);
    first.take(11);
    expect(first.isOver).toBe(true);
    await first.settle();
    expect(first.isOver).toBe(false);

    const second = await gate.enter(LONG);
    second.take(50);
    const turn = second.settle();
    expect(await settled(turn)).toBe(false);
    // Another selector of the same query loads nothing before its turn either.
    expect(second.isOver).toBe(true);
    const sameTurn = second.settle();
    expect(await settled(sameTurn)).toBe(false);

    const light = await gate.enter(LONG);
    light.take(10);
    expect(light.isOver).toBe(false);
    light.close();

    first.close();
    await Promise.all([turn, sameTurn]);
    expect(second.isOver).toBe(false);
    second.close();
  });

  it("keeps no place for a query that ended while one of its selectors waited for it", async () => {
    const gate = gateOf(1);
    const beyond = GATE_LIMITS.shareBytes + 1;
    const heavy = await gate.enter(LONG);
    heavy.take(beyond);
    await heavy.settle();
    const failed = await gate.enter(LONG);
    failed.take(beyond);
    const waiting = failed.settle();
    failed.close();
    await failed.settle();
    heavy.close();
    await waiting;
    const next = await gate.enter(LONG);
    next.take(beyond);
    await next.settle();
    expect(next.isOver).toBe(false);
    const light = await gate.enter(LONG);
    await expect(gate.enter({ timeoutMs: 1 })).rejects.toThrow(TimeoutError);
    light.close();
    next.close();
  });

  it("refuses what no query may hold, and more waiting than their shares have room for", async () => {
    const gate = new QueryGate(LIMITS);
    const heavy = async () => {
      const memory = await gate.enter(LONG);
      memory.take(20);
      return memory;
    };
    const first = await heavy();
    await first.settle();
    expect(() => first.take(81)).toThrow(LimitError);
    const second = await heavy();
    const turn = second.settle();
    const third = await heavy();
    await expect(third.settle()).rejects.toThrow(UnavailableError);
    third.close();
    first.close();
    await turn;
    second.close();
    // Every place was given back once.
    const again = await heavy();
    await again.settle();
    again.close();
  });
});
