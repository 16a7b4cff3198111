import { metrics, ProxyTracerProvider, trace } from "@opentelemetry/api";
import { createServer, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { count } from "@/lib/telemetry/measure";
import { withSpan, withoutTracing } from "@/lib/telemetry/span";
import { startTelemetry } from "@/lib/telemetry/start";
import { getTraceCollector } from "@/lib/telemetry/trace-collector";

interface Received {
  path: string;
  type: string | undefined;
  body: Buffer;
}

let collector: Server;
const received: Received[] = [];
beforeAll(async () => {
  collector = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      received.push({
        path: request.url ?? "",
        type: request.headers["content-type"],
        body: Buffer.concat(parts),
      });
      response.writeHead(200, { "content-type": "application/x-protobuf" }).end();
    });
  });
  collector.listen(0, "127.0.0.1");
  await once(collector, "listening");
  process.env["OTEL_EXPORTER_OTLP_ENDPOINT"] =
    `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  await startTelemetry({ part: "worker" });
});
afterAll(() => {
  collector.closeAllConnections();
  collector.close();
});

/** Sends what waits; the providers are the SDK's own. */
async function flush(): Promise<void> {
  const tracers = trace.getTracerProvider();
  const sdk = tracers instanceof ProxyTracerProvider ? tracers.getDelegate() : tracers;
  for (const provider of [sdk, metrics.getMeterProvider()])
    await (provider as unknown as { forceFlush: () => Promise<void> }).forceFlush();
}

const sent = (path: string) => received.filter((one) => one.path === path);

it("sends metrics and all spans to the collector as well, and none of its own storing", async () => {
  count("evenkeel_ingest_requests_total", { source: "a", protocol: "otlp" });
  await withSpan("test.seen", {}, () => Promise.resolve());
  await withoutTracing(() => withSpan("test.unseen", {}, () => Promise.resolve()));
  await flush();
  expect(new Set(received.map(({ path }) => path))).toEqual(new Set(["/v1/metrics", "/v1/traces"]));
  expect(received.every(({ type }) => type === "application/x-protobuf")).toBe(true);
  const spans = Buffer.concat(sent("/v1/traces").map(({ body }) => body));
  expect(spans.includes("test.seen")).toBe(true);
  expect(spans.includes("evenkeel-worker")).toBe(true);
  expect(spans.includes("test.unseen")).toBe(false);
  const samples = Buffer.concat(sent("/v1/metrics").map(({ body }) => body));
  expect(samples.includes("evenkeel_ingest_requests_total")).toBe(true);
  // It is stored here all the same: the collector is besides, not instead.
  expect(
    getTraceCollector()
      .take()
      .map(({ name }) => name),
  ).not.toContain("test.unseen");
});
