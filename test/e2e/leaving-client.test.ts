import { describe, expect, inject, it } from "vitest";
import { SECOND_MS } from "@/lib/core/time";
import { until } from "../support/until";

/** Each takes many seconds of processor time and little memory, and they are more than may run at once. */
const SLOW = "holt_winters(cvm_up[1d], 0.5, 0.5)";
const COUNT = 24;
const SPAN_S = 100_000;

describe("a client that leaves", () => {
  const headers = { authorization: `Bearer ${inject("adminToken")}` };
  const ask = (path: string, form: Record<string, string>, signal?: AbortSignal) =>
    fetch(`${inject("baseUrl")}/api/v1/${path}?${new URLSearchParams(form)}`, {
      headers,
      ...(signal ? { signal } : {}),
    });

  it("stops its queries, which give their places to others at once", async () => {
    const end = Math.floor(Date.now() / SECOND_MS);
    const range = { start: String(end - SPAN_S), end: String(end), step: "10" };
    const leaving = new AbortController();
    const asked = Array.from({ length: COUNT }, () =>
      ask("query_range", { query: SLOW, ...range }, leaving.signal).catch(() => "left"),
    );
    await until("all places are taken", async () => {
      const response = await ask("query", { query: "1", timeout: "100ms" });
      return response.status === 503 && (await response.text()).includes("query timed out in query queue")
        ? true
        : null;
    });
    leaving.abort();
    expect(await Promise.all(asked)).toEqual(asked.map(() => "left"));
    // Had they gone on, this one would wait for its turn longer than it is ready to.
    const next = await ask("query", { query: "1", timeout: "5s" });
    expect(next.status).toBe(200);
  });
});
