import { afterEach, describe, expect, it } from "vitest";
import { InvalidError, LimitError, TimeoutError, UnavailableError, UpstreamError } from "@/lib/core/errors";
import { WriteRequestDecoder } from "@/lib/metrics/ingest/decode-write-request";
import { unpackSnappy } from "@/lib/metrics/ingest/snappy";
import { OPEN_AFTER, OPEN_MS } from "@/lib/metrics/remote/circuit";
import { openRemoteStore } from "@/lib/metrics/remote/open";
import type { MetricStore } from "@/lib/metrics/store";
import { startScriptedEngine, type ScriptedAnswer } from "../../../support/scripted-engine";

const NOW = 1_700_000_000_000;
const VECTOR = { status: "success", data: { resultType: "vector", result: [] } };
const fine: ScriptedAnswer = { status: 200, body: VECTOR };
const refusal = (status: number, errorType: string, error: string): ScriptedAnswer => ({
  status,
  body: { status: "error", errorType, error },
});

let close: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(close.map((end) => end()));
  close = [];
});

async function open(...answers: ScriptedAnswer[]) {
  const engine = await startScriptedEngine(...answers);
  const clock = { now: NOW };
  const newest: number[] = [];
  const store: MetricStore = openRemoteStore({
    url: `${engine.url}/select/0/prometheus`,
    now: () => clock.now,
    random: () => 0,
    onDurable: (at) => newest.push(at),
  });
  close.push(async () => {
    await store.close();
    await engine.close();
  });
  return { engine, clock, store, newest };
}

/** What a call throws. */
async function failureOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error("it did not fail");
}

describe("a refusal of the engine", () => {
  it.each([
    [
      400,
      "bad_data",
      'invalid parameter "query": 1:2: parse error: x',
      InvalidError,
      /^1:2: parse error: x$/,
    ],
    [422, "execution", "found duplicate series", InvalidError, /^found duplicate series$/],
    [422, "execution", "query processing would load too many samples into memory", LimitError, /too many/],
    [422, "422", "the number of samples exceeds -search.maxSamplesPerQuery=1", LimitError, /exceeds/],
    [503, "timeout", "query timed out in query execution", TimeoutError, /^query timed out/],
    [500, "internal", "disk broken", UpstreamError, /disk broken/],
    [404, "not_found", "no such path", UpstreamError, /404: no such path/],
  ] as const)("%i %s %s", async (status, type, text, kind, message) => {
    const { store, engine } = await open(refusal(status, type, text));
    const error = await failureOf(store.query("up", NOW));
    expect(error).toBeInstanceOf(kind);
    expect((error as Error).message).toMatch(message);
    expect(engine.requests).toHaveLength(1);
  });

  it.each([
    ["no JSON", "<html>hello</html>"],
    ["another shape", { status: "success", data: { resultType: "vector", result: [{ metric: {} }] } }],
    [
      "a value that is no number",
      {
        status: "success",
        data: { resultType: "vector", result: [{ metric: {}, value: [1, "one"] }] },
      },
    ],
    [
      "a native histogram",
      {
        status: "success",
        data: { resultType: "vector", result: [{ metric: {}, histogram: [1, { count: "1", sum: "1" }] }] },
      },
    ],
  ])("is UpstreamError when the answer is %s", async (_, body) => {
    const { store } = await open({ status: 200, body });
    expect(await failureOf(store.query("up", NOW))).toBeInstanceOf(UpstreamError);
  });
});

describe("a query", () => {
  it("goes out as a form below the path of the address, in seconds", async () => {
    const { store, engine } = await open(fine);
    await store.query("up", NOW + 5, { timeoutMs: 3_000 });
    const [request] = engine.requests;
    expect(request).toMatchObject({ method: "POST", url: "/select/0/prometheus/api/v1/query" });
    const form = new URLSearchParams(request?.body.toString());
    expect(Object.fromEntries(form)).toEqual({
      query: "up",
      time: "1700000000.005",
      timeout: "3000ms",
      nocache: "1",
    });
  });

  it("is refused here, with its position, before anything is sent", async () => {
    const { store, engine } = await open(fine);
    expect(await failureOf(store.query("sum(", NOW))).toBeInstanceOf(InvalidError);
    expect(engine.requests).toHaveLength(0);
  });

  it("keeps the order of sort() and orders everything else by label set", async () => {
    const result = ["b", "a"].map((zone) => ({ metric: { zone }, value: [1, "1"] }));
    const body = { status: "success", data: { resultType: "vector", result } };
    const { store } = await open({ status: 200, body });
    const zones = async (expr: string) => {
      const value = await store.query(expr, NOW);
      return value.type === "vector" ? value.samples.map(({ labels }) => labels["zone"]) : value;
    };
    expect(await zones("load")).toEqual(["a", "b"]);
    expect(await zones("sort_desc(load)")).toEqual(["b", "a"]);
  });

  it("is tried again when the engine is unavailable or cuts the connection", async () => {
    const { store, engine } = await open({ status: 503, body: "starting" }, "drop", fine);
    expect(await store.query("up", NOW)).toEqual({ type: "vector", samples: [] });
    expect(engine.requests).toHaveLength(3);
  });

  it("ends with TimeoutError when the engine says nothing", async () => {
    const { store } = await open("hang");
    expect(await failureOf(store.query("up", NOW, { timeoutMs: 20 }))).toBeInstanceOf(TimeoutError);
  });

  it("is not sent while the circuit is open; the first one after is the probe", async () => {
    const { store, engine, clock } = await open({ status: 503, body: "" });
    for (const tries of [3, 5]) {
      expect(await failureOf(store.query("up", NOW))).toBeInstanceOf(UnavailableError);
      expect(engine.requests).toHaveLength(tries);
    }
    const refused = await failureOf(store.query("up", NOW));
    expect((refused as Error).message).toMatch(/does not answer; it is asked again in 10 s/);
    expect(engine.requests).toHaveLength(5);
    engine.answer(fine);
    clock.now += OPEN_MS;
    expect(await store.query("up", NOW)).toEqual({ type: "vector", samples: [] });
    expect(await store.query("up", NOW)).toEqual({ type: "vector", samples: [] });
    expect(engine.requests).toHaveLength(7);
  });

  it("is tried again when the engine asks for no pause", async () => {
    const busy: ScriptedAnswer = { status: 503, body: "", headers: { "retry-after": "0" } };
    const { store, engine } = await open(busy, fine);
    expect(await store.query("up", NOW)).toEqual({ type: "vector", samples: [] });
    expect(engine.requests).toHaveLength(2);
  });

  it("leaves the engine alone until the time it names, every request", async () => {
    const busy: ScriptedAnswer = { status: 429, body: "", headers: { "retry-after": "30" } };
    const { store, engine, clock } = await open(busy);
    for (const _ of [1, 2]) expect(await failureOf(store.query("up", NOW))).toBeInstanceOf(UnavailableError);
    expect(engine.requests).toHaveLength(1);
    engine.answer(fine);
    clock.now += 29_999;
    expect(((await failureOf(store.query("up", NOW))) as Error).message).toMatch(/asked again in 1 s/);
    clock.now += 1;
    expect(await store.query("up", NOW)).toEqual({ type: "vector", samples: [] });
  });

  it("takes no answer that is too large, and does not call the engine dead for it", async () => {
    const large = { status: 200, body: "", headers: { "content-length": "99999999999" } };
    const { store, engine } = await open(large);
    for (let i = 0; i <= OPEN_AFTER; i++)
      expect(await failureOf(store.query("up", NOW))).toBeInstanceOf(LimitError);
    engine.answer(fine);
    expect(await store.query("up", NOW)).toEqual({ type: "vector", samples: [] });
  });

  it("sends user and password of the address as a header, and never shows them", async () => {
    const { engine } = await open({ status: 500, body: "" });
    const store = openRemoteStore({ url: engine.url.replace("//", "//me:p%40ss@") });
    const error = await failureOf(store.query("up", NOW));
    expect(engine.requests[0]?.headers.authorization).toBe(`Basic ${btoa("me:p@ss")}`);
    expect(String(error)).not.toMatch(/p@ss|p%40ss/);
  });
});

describe("a write", () => {
  const decode = (body: Buffer) => new WriteRequestDecoder().decode(unpackSnappy(body, 1 << 26));
  const bitsOf = (values: ArrayLike<number>) => [...new BigUint64Array(Float64Array.from(values).buffer)];

  it("is remote-write 1.0, every bit of a value kept", async () => {
    const bits = new BigUint64Array([0x7ff0000000000002n, 0x7ff8000000000001n, 1n << 63n, 1n]);
    const v = new Float64Array(bits.buffer);
    const { store, engine, newest } = await open({ status: 204, body: "" });
    const outcome = await store.write({
      series: [{ labels: { zone: "东", __name__: "load", empty: "" }, t: [-1, 0, 5, NOW], v }],
      metadata: [{ metric: "load", type: "gauge", help: "Load.", unit: "ratio" }],
    });
    expect(outcome).toEqual({ accepted: 4, rejected: [] });
    expect(newest).toEqual([NOW]);
    const [samples, metadata] = engine.requests;
    expect(samples).toMatchObject({ method: "POST", url: "/select/0/prometheus/api/v1/write" });
    expect(samples?.headers).toMatchObject({
      "content-encoding": "snappy",
      "content-type": "application/x-protobuf",
      "x-prometheus-remote-write-version": "0.1.0",
    });
    const [series] = decode(samples?.body ?? Buffer.alloc(0)).series;
    expect(series).toMatchObject({ labels: { __name__: "load", zone: "东" }, fault: null });
    expect(Array.from(series?.t ?? [])).toEqual([-1, 0, 5, NOW]);
    expect(bitsOf(series?.v ?? [])).toEqual([...bits]);
    expect(decode(metadata?.body ?? Buffer.alloc(0)).metadata).toEqual([
      { metric: "load", type: "gauge", help: "Load.", unit: "ratio" },
    ]);
  });

  it("goes out in requests of at most 10,000 samples, in order, none lost", async () => {
    const { store, engine } = await open({ status: 204, body: "" });
    const t = Float64Array.from({ length: 25_000 }, (_, i) => NOW + i);
    const outcome = await store.write({ series: [{ labels: { __name__: "long" }, t, v: t }] });
    expect(outcome.accepted).toBe(25_000);
    const sent = engine.requests.map(({ body }) => Array.from(decode(body).series[0]?.t ?? []));
    expect(Math.max(...sent.map(({ length }) => length))).toBeLessThanOrEqual(10_000);
    expect(sent.flat()).toEqual([...t]);
  });

  it("keeps the good series when the engine refuses a whole request for one bad series", async () => {
    const bad: ScriptedAnswer = { status: 400, body: "out of order sample" };
    const taken: ScriptedAnswer = { status: 204, body: "" };
    // All four; the first two: taken; the last two; the third; the fourth: taken.
    const { store } = await open(bad, taken, bad, bad, taken);
    const outcome = await store.write({
      series: ["a", "b", "c", "d"].map((zone) => ({
        labels: { __name__: "m", zone },
        t: [NOW, NOW + 1],
        v: [1, 2],
      })),
    });
    expect(outcome.accepted).toBe(6);
    expect(outcome.rejected).toEqual([
      { index: 2, code: "engine_refused", reason: 'series m{zone="c"}: out of order sample', samples: 2 },
    ]);
  });

  it("counts samples that are too old for the engine as refused, not the engine as broken", async () => {
    const { store } = await open({ status: 500, body: "too old sample\n" });
    const outcome = await store.write({ series: [{ labels: { __name__: "m" }, t: [1], v: [1] }] });
    expect(outcome).toMatchObject({ accepted: 0, rejected: [{ reason: "series m: too old sample" }] });
  });

  it("refuses the far future here, sample by sample", async () => {
    const { store } = await open({ status: 204, body: "" });
    const outcome = await store.write(
      { series: [{ labels: { __name__: "m" }, t: [NOW, NOW + 9, NOW + 1], v: [1, 2, 3] }] },
      { notAfter: NOW + 5 },
    );
    expect(outcome).toMatchObject({ accepted: 2, rejected: [{ index: 0, samples: 1 }] });
  });

  it("fails when the engine stays away, so that the sender keeps its samples", async () => {
    const { store, newest } = await open({ status: 503, body: "" });
    const call = store.write({ series: [{ labels: { __name__: "m" }, t: [NOW], v: [1] }] });
    expect(await failureOf(call)).toBeInstanceOf(UnavailableError);
    expect(newest).toEqual([]);
  });
});
