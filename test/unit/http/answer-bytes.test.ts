import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { UnavailableError } from "@/lib/core/errors";
import { answerBytes } from "@/lib/http/answer-bytes";

const MEBIBYTE = 1024 * 1024;
const big = (mebibytes: number) => new Uint8Array(mebibytes * MEBIBYTE).fill(32);

describe("answerBytes", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("sends all bytes, in pieces when they are many", async () => {
    const bytes = crypto.getRandomValues(new Uint8Array(60_000));
    const many = new Uint8Array(3 * MEBIBYTE + 17);
    for (let at = 0; at < many.length; at += bytes.length) many.set(bytes.subarray(0, many.length - at), at);
    for (const sent of [bytes, many]) {
      const response = answerBytes(sent);
      expect(response.headers.get("content-type")).toBe("application/json");
      expect(Buffer.from(await response.arrayBuffer()).equals(sent)).toBe(true);
    }
  });

  it("refuses a big answer while too much waits for slow clients, and takes small ones", async () => {
    const slow = answerBytes(big(100));
    expect(() => answerBytes(big(40))).toThrow(UnavailableError);
    expect(await answerBytes(new Uint8Array(10)).text()).toHaveLength(10);
    await slow.body?.cancel();
    const next = answerBytes(big(40));
    expect((await next.arrayBuffer()).byteLength).toBe(40 * MEBIBYTE);
    await answerBytes(big(120)).body?.cancel();
  });

  it("counts an answer that nobody reads for a minute only", async () => {
    answerBytes(big(100));
    expect(() => answerBytes(big(100))).toThrow(UnavailableError);
    vi.advanceTimersByTime(60_000);
    await answerBytes(big(100)).body?.cancel();
  });

  it("cuts a client off that takes nothing for a minute", async () => {
    const reader = answerBytes(big(100)).body?.getReader();
    await reader?.read();
    vi.advanceTimersByTime(60_000);
    await expect(reader?.read()).rejects.toThrow(UnavailableError);
    await answerBytes(big(100)).body?.cancel();
  });
});
