import { context, SpanStatusCode, trace, type Attributes } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { TracerProvider, type Span } from "@opentelemetry/sdk-trace";
import { beforeAll, describe, expect, it } from "vitest";
import { keepReason, MinuteLimit } from "@/lib/telemetry/keep-trace";
import { NextSpans } from "@/lib/telemetry/next-spans";
import type { FinishedTrace } from "@/lib/telemetry/stored-trace";
import { TraceCollector } from "@/lib/telemetry/trace-collector";

beforeAll(() => void context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()));

/** A collector with a tracer of its own; every trace id ends in zeros, so that ordinary traces are kept too. */
function makeTracer(traceId = "4bf92f3577b34da6a3ce929d0e000000") {
  const collector = new TraceCollector();
  let spans = 0;
  const idGenerator = {
    generateTraceId: () => traceId,
    generateSpanId: () => String((spans += 1)).padStart(16, "0"),
  };
  const provider = new TracerProvider({ spanProcessors: [collector, new NextSpans()], idGenerator });
  const tracer = provider.getTracer("test");
  const begin = (name: string, attributes: Attributes = {}, parent?: Span): Span =>
    tracer.startSpan(
      name,
      { attributes },
      parent ? trace.setSpan(context.active(), parent) : undefined,
    ) as Span;
  return { collector, begin };
}

const next = (type: string): Attributes => ({ "next.span_type": type });

describe("TraceCollector", () => {
  it("hands out a trace when its last span has ended, the spans below their parents", () => {
    const { collector, begin } = makeTracer();
    const root = begin("GET /x");
    const child = begin("metrics.query", { "metrics.query": "up" }, root);
    child.end();
    expect(collector.take()).toEqual([]);
    root.end();
    const [kept] = collector.take();
    expect(kept).toMatchObject({ name: "GET /x", reason: "sample", failed: false });
    expect(kept?.spans.map(({ name, parentId }) => [name, parentId])).toEqual([
      ["GET /x", null],
      ["metrics.query", "0000000000000001"],
    ]);
    expect(collector.take()).toEqual([]);
  });

  it("folds the inner spans of Next.js into what they wrap, facts and faults included", () => {
    const { collector, begin } = makeTracer();
    const root = begin("GET /api/x", next("BaseServer.handleRequest"));
    const handler = begin("executing api route", next("AppRouteRouteHandlers.runHandler"), root);
    handler.setAttribute("evenkeel.request_id", "abc");
    begin("metrics.query", {}, handler).end();
    handler.setStatus({ code: SpanStatusCode.ERROR, message: "the reason" });
    handler.end();
    root.setStatus({ code: SpanStatusCode.ERROR });
    root.end();
    const [kept] = collector.take();
    expect(kept?.reason).toBe("error");
    expect(kept?.spans).toMatchObject([
      { name: "GET /api/x", error: "the reason", attributes: { "evenkeel.request_id": "abc" } },
      { name: "metrics.query", parentId: "0000000000000001" },
    ]);
  });

  it("keeps no secret of an address", () => {
    const { collector, begin } = makeTracer();
    begin("GET /sign-in", { "http.target": "/sign-in?token=evk_secret" }).end();
    const text = JSON.stringify(collector.take());
    expect(text).toContain('"http.target":"/sign-in"');
    expect(text).not.toContain("evk_secret");
  });

  it("holds a bounded number of spans of one trace, and says how many it left out", () => {
    const { collector, begin } = makeTracer();
    const root = begin("deep");
    for (let i = 0; i < 500; i++) begin("child", {}, root).end();
    root.end();
    const [kept] = collector.take();
    expect((kept?.spans.length ?? 0) + (kept?.dropped ?? 0)).toBe(501);
    expect(kept?.spans.length).toBeLessThanOrEqual(201);
    expect(kept?.name).toBe("deep");
  });

  it("keeps ten failures of a name a minute, not a flood of them", () => {
    const { collector, begin } = makeTracer();
    for (let i = 0; i < 300; i++) {
      const span = begin("GET /broken");
      span.setStatus({ code: SpanStatusCode.ERROR, message: "again" });
      span.end();
    }
    // A minute may turn over on the way.
    expect(collector.take().length).toBeLessThanOrEqual(20);
  });
});

describe("keepReason", () => {
  const ordinary: FinishedTrace = {
    traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
    name: "GET /x",
    startedAt: 0,
    durationMs: 20,
    failed: false,
    isStream: false,
    spans: [],
    dropped: 0,
  };
  it.each([
    ["an ordinary one", {}, null],
    ["one in 64, by its id", { traceId: "4bf92f3577b34da6a3ce929d0e000040" }, "sample"],
    ["a slow one", { durationMs: 500 }, "slow"],
    ["a failed one, however fast", { failed: true }, "error"],
    ["an event stream, which is long and not slow", { durationMs: 900_000, isStream: true }, null],
  ] as const)("says of %s", (_, change, reason) => {
    expect(keepReason({ ...ordinary, ...change })).toBe(reason);
  });
});

it("MinuteLimit counts each key by itself and begins anew with the minute", () => {
  const limit = new MinuteLimit();
  const admitted = (key: string, now: number) =>
    Array.from({ length: 15 }, () => limit.admit(key, now)).filter(Boolean).length;
  expect([admitted("a", 0), admitted("b", 1), admitted("a", 59_999), admitted("a", 60_000)]).toEqual([
    10, 10, 0, 10,
  ]);
});
