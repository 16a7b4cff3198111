import { gzipSync } from "node:zlib";
import { OTLPMetricExporter as JsonExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPMetricExporter as ProtobufExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { diag, DiagLogLevel } from "@opentelemetry/api";
import {
  AggregationTemporality,
  AggregationType,
  MeterProvider,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
  type ViewOptions,
} from "@opentelemetry/sdk-metrics";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as otlp from "@/app/api/v1/otlp/v1/metrics/route";
import { ensureAdminToken } from "@/lib/auth/ensure-admin-token";
import type { Services } from "@/lib/core/context";
import { UnavailableError } from "@/lib/core/errors";
import { HOUR_MS } from "@/lib/core/time";
import { otlpRequest, otlpRequestBytes, readOtlpMessage, stringAttribute } from "../../support/otlp-request";
import { testDatabase, type TestDatabase } from "../../support/postgres";
import { serveRoutes } from "../../support/serve-routes";
import { useServices } from "../../support/services";

const TOKEN = "admin-token-of-this-test-0001";
const PROTOBUF = "application/x-protobuf";
const JSON_TYPE = "application/json";

let database: TestDatabase;
let services: Services;
let server: { url: string; close: () => Promise<void> };
beforeAll(async () => {
  database = await testDatabase();
  services = useServices(database);
  await ensureAdminToken(database.db, TOKEN);
  server = await serveRoutes({ "POST /api/v1/otlp/v1/metrics": otlp.POST });
});
afterAll(async () => {
  await server.close();
  await services.metrics.close();
  await database.drop();
});

async function samplesOf(expr: string, at = Date.now()) {
  const value = await services.metrics.query(expr, at);
  if (value.type !== "vector") throw new Error(`${expr} is a ${value.type}`);
  return value.samples.map(({ labels, v }): Partial<Record<string, string | number>> => ({ ...labels, v }));
}

function send(body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) {
  return fetch(`${server.url}/api/v1/otlp/v1/metrics`, {
    method: "POST",
    body,
    headers: { authorization: `Bearer ${TOKEN}`, ...headers },
  });
}

const sendJson = (body: object) => send(JSON.stringify(body), { "content-type": JSON_TYPE });

const gaugeAt = (name: string, t: number, value: number) =>
  otlpRequest({ name, gauge: { dataPoints: [{ timeUnixNano: `${t}000000`, asDouble: value }] } });

const exporterOptions = (compression: "gzip" | "none") => ({
  url: `${server.url}/api/v1/otlp/v1/metrics`,
  headers: { authorization: `Bearer ${TOKEN}` },
  compression: compression as never,
});

/** An application that is measured by the official SDK, and sends when told. */
function application(exporter: PushMetricExporter, name: string, views: ViewOptions[] = []) {
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  return new MeterProvider({
    readers: [reader],
    views,
    resource: resourceFromAttributes({
      "service.name": name,
      "service.namespace": "mall",
      "service.instance.id": "i-1",
      "host.cores": 4,
    }),
  });
}

describe("the OpenTelemetry SDK as a client", () => {
  it.each([
    ["protobuf", "none"],
    ["protobuf", "gzip"],
    ["json", "none"],
    ["json", "gzip"],
  ] as const)("sends %s with compression %s, and PromQL reads it back", async (encoding, compression) => {
    const options = exporterOptions(compression);
    const exporter = encoding === "json" ? new JsonExporter(options) : new ProtobufExporter(options);
    const name = `pay-${encoding}-${compression}`;
    const provider = application(exporter, name);
    const meter = provider.getMeter("test");
    const orders = meter.createCounter("shop.orders", { unit: "{order}" });
    orders.add(2, { "pay.method": "card" });
    orders.add(3, { "pay.method": "card" });
    meter.createUpDownCounter("shop.carts").add(-4);
    meter.createGauge("shop.load", { unit: "1" }).record(0.25);
    const latency = meter.createHistogram("shop.latency", {
      unit: "s",
      advice: { explicitBucketBoundaries: [0.1, 1] },
    });
    for (const value of [0.05, 0.5, 0.5, 3]) latency.record(value);
    await provider.forceFlush();
    orders.add(1, { "pay.method": "card" });
    await provider.forceFlush();
    await provider.shutdown();

    const target = { job: `mall/${name}`, instance: "i-1", otel_scope_name: "test" };
    const matcher = `{job="mall/${name}"}`;
    expect(await samplesOf(`shop_orders_total${matcher}`)).toEqual([
      { __name__: "shop_orders_total", pay_method: "card", ...target, v: 6 },
    ]);
    expect(await samplesOf(`shop_carts${matcher}`)).toEqual([{ __name__: "shop_carts", ...target, v: -4 }]);
    expect(await samplesOf(`shop_load_ratio${matcher}`)).toEqual([
      { __name__: "shop_load_ratio", ...target, v: 0.25 },
    ]);
    expect(await samplesOf(`shop_latency_seconds_bucket${matcher}`)).toEqual(
      [
        ["+Inf", 4],
        ["0.1", 1],
        ["1", 3],
      ].map(([le, v]) => ({ __name__: "shop_latency_seconds_bucket", le, ...target, v })),
    );
    expect(await samplesOf(`shop_latency_seconds_sum${matcher}`)).toEqual([
      { __name__: "shop_latency_seconds_sum", ...target, v: 4.05 },
    ]);
    const joined = `shop_carts${matcher} * on (job, instance) group_left (host_cores) target_info`;
    expect(await samplesOf(joined)).toEqual([{ host_cores: "4", ...target, v: -4 }]);
    expect(await services.metrics.metadata("shop_latency_seconds")).toEqual([
      { metric: "shop_latency_seconds", type: "histogram", help: "", unit: "seconds" },
    ]);
  });

  it.each([
    ["cumulative", AggregationTemporality.CUMULATIVE],
    ["delta", AggregationTemporality.DELTA],
  ] as const)("sends every kind of instrument with %s temporality", async (word, temporalityPreference) => {
    const exporter = new ProtobufExporter({ ...exporterOptions("gzip"), temporalityPreference });
    const provider = application(exporter, `all-${word}`);
    const meter = provider.getMeter("test", "1.2.3");
    const counter = meter.createCounter("all.counter");
    const upDown = meter.createUpDownCounter("all.updown");
    const histogram = meter.createHistogram("all.histogram", { advice: { explicitBucketBoundaries: [1] } });
    const gauge = meter.createGauge("all.gauge");
    let observed = 0;
    meter.createObservableCounter("all.observed").addCallback((result) => result.observe(observed));
    meter.createObservableUpDownCounter("all.level").addCallback((result) => result.observe(-observed));
    meter.createObservableGauge("all.seen").addCallback((result) => result.observe(observed / 2));
    for (let round = 1; round <= 3; round++) {
      counter.add(round);
      upDown.add(-round);
      histogram.record(round);
      gauge.record(round);
      observed = round * 10;
      await provider.forceFlush();
    }
    await provider.shutdown();

    const last = async (metric: string) =>
      (await samplesOf(`${metric}{job="mall/all-${word}"}`)).map(({ v, le }) =>
        le === undefined ? v : [le, v],
      );
    expect({
      counter: await last("all_counter_total"),
      upDown: await last("all_updown"),
      count: await last("all_histogram_count"),
      sum: await last("all_histogram_sum"),
      buckets: await last("all_histogram_bucket"),
      gauge: await last("all_gauge"),
      observed: await last("all_observed_total"),
      level: await last("all_level"),
      seen: await last("all_seen"),
    }).toEqual({
      counter: [6],
      upDown: [-6],
      count: [3],
      sum: [6],
      buckets: [
        ["+Inf", 3],
        ["1", 1],
      ],
      gauge: [3],
      observed: [30],
      level: [-30],
      seen: [15],
    });
    const [{ otel_scope_version: version } = {}] = await samplesOf(`all_gauge{job="mall/all-${word}"}`);
    expect(version).toBe("1.2.3");
  });

  it("is told what was refused, while the rest is kept", async () => {
    const warnings: string[] = [];
    const note = (message: string, ...rest: unknown[]) =>
      void warnings.push([message, ...rest.map((part) => JSON.stringify(part))].join(" "));
    diag.setLogger(
      { error: note, warn: note, info: note, debug: note, verbose: note },
      { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
    );
    const exporter = new ProtobufExporter(exporterOptions("none"));
    const provider = application(exporter, "exponential", [
      {
        instrumentName: "refused",
        aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM },
      },
    ]);
    provider.getMeter("test").createHistogram("refused").record(1);
    provider.getMeter("test").createGauge("kept").record(1);
    await provider.shutdown();
    diag.disable();
    expect(await samplesOf('{__name__=~"refused.*", job="mall/exponential"}')).toEqual([]);
    expect(await samplesOf('kept{job="mall/exponential"}')).toHaveLength(1);
    expect(warnings.join("\n")).toMatch(/Partial Success.*rejectedDataPoints\W+1\W.*exponential histograms/s);
  });

  it("repeats a delta after an answer that was lost, and it is counted once", async () => {
    const { POST } = otlp;
    let lost = 0;
    // The first answer to each request is taken away after the samples are stored.
    const seen = new Set<string>();
    const flaky = await serveRoutes({
      "POST /api/v1/otlp/v1/metrics": async (request, context) => {
        const key = await request.clone().text();
        const answer = await POST(request, context);
        if (seen.has(key)) return answer;
        seen.add(key);
        lost++;
        return new Response(null, { status: 503, headers: { "retry-after": "0" } });
      },
    });
    const exporter = new ProtobufExporter({
      ...exporterOptions("none"),
      url: `${flaky.url}/api/v1/otlp/v1/metrics`,
      temporalityPreference: AggregationTemporality.DELTA,
    });
    const provider = application(exporter, "lost");
    const counter = provider.getMeter("test").createCounter("lost");
    for (const value of [5, 7]) {
      counter.add(value);
      await provider.forceFlush();
    }
    await provider.shutdown();
    await flaky.close();
    expect(lost).toBeGreaterThanOrEqual(2);
    expect(await samplesOf('lost_total{job="mall/lost"}')).toMatchObject([{ v: 12 }]);
  });
});

describe("an answer", () => {
  const now = Date.now();

  it("is empty in the encoding of the request when all was taken, also the second time", async () => {
    const body = gaugeAt("twice", now, 1);
    for (let i = 0; i < 2; i++) {
      const json = await sendJson(body);
      expect([json.status, json.headers.get("content-type"), await json.text()]).toEqual([
        200,
        JSON_TYPE,
        "{}",
      ]);
      const protobuf = await send(otlpRequestBytes(body), { "content-type": PROTOBUF });
      expect([protobuf.status, protobuf.headers.get("content-type")]).toEqual([200, PROTOBUF]);
      expect((await protobuf.arrayBuffer()).byteLength).toBe(0);
    }
    expect(await samplesOf("count_over_time(twice[1m])", now)).toEqual([{ v: 1 }]);
  });

  it("takes an empty request", async () => {
    expect((await send(new Uint8Array(0), { "content-type": PROTOBUF })).status).toBe(200);
  });

  it("counts data points, not samples, and gives reasons", async () => {
    const late = {
      timeUnixNano: `${now - 3 * HOUR_MS}000000`,
      count: "1",
      sum: 1,
      bucketCounts: ["1", "0"],
      explicitBounds: [1],
    };
    const point = { ...late, timeUnixNano: `${now}000000` };
    const request = (dataPoints: object[]) =>
      otlpRequest({ name: "h", histogram: { aggregationTemporality: 2, dataPoints } }, [
        stringAttribute("service.name", "late"),
        stringAttribute("host.name", "h"),
      ]);
    expect(await (await sendJson(request([point]))).text()).toBe("{}");
    const far = { ...point, timeUnixNano: `${now + HOUR_MS}000000` };
    const protobuf = await send(otlpRequestBytes(request([late, point, far])), { "content-type": PROTOBUF });
    const answer = readOtlpMessage("Response", new Uint8Array(await protobuf.arrayBuffer()));
    expect(protobuf.status).toBe(200);
    expect(answer).toEqual({
      partialSuccess: { rejectedDataPoints: "2", errorMessage: expect.stringContaining("series h_count") },
    });
    const other = await sendJson(gaugeAt("h_count", now + HOUR_MS, 1));
    expect(await other.json()).toEqual({
      partialSuccess: {
        rejectedDataPoints: "1",
        errorMessage: "series h_count: the sample is too far in the future",
      },
    });
  });

  it("is a Status in the encoding of the request when the body is malformed", async () => {
    const json = await send("{", { "content-type": "application/json; charset=utf-8" });
    expect([json.status, await json.json()]).toEqual([
      400,
      { code: 3, message: expect.stringContaining("not JSON") },
    ]);
    const protobuf = await send(Uint8Array.of(0x0a, 0x7f), { "content-type": PROTOBUF });
    expect([protobuf.status, protobuf.headers.get("retry-after")]).toEqual([400, null]);
    expect(readOtlpMessage("Status", new Uint8Array(await protobuf.arrayBuffer()))).toEqual({
      code: 3,
      message: expect.stringMatching(/unexpected EOF \(byte \d/),
    });
    const gzip = await send(Buffer.from("no gzip"), { "content-type": PROTOBUF, "content-encoding": "gzip" });
    expect(gzip.status).toBe(400);
  });

  it("is 413 to a body that unpacks to too much, before it is unpacked whole", async () => {
    // A gzip file may have several members; one is packed, for packing all would take seconds.
    const member = gzipSync(Buffer.alloc(16 * 1024 * 1024));
    const bomb = new Uint8Array(Buffer.concat(Array.from({ length: 64 }, () => member)));
    const before = process.memoryUsage().arrayBuffers;
    const response = await send(bomb, { "content-type": PROTOBUF, "content-encoding": "gzip" });
    expect(response.status).toBe(413);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(128 * 1024 * 1024);
  });

  it.each([
    { "content-type": "text/plain" },
    { "content-type": "application/x-www-form-urlencoded" },
    { "content-type": PROTOBUF, "content-encoding": "deflate" },
  ])("is 415 to %j", async (headers) => {
    expect((await send(new Uint8Array(0), headers)).status).toBe(415);
  });

  it("is 503 with Retry-After while the database does not take it", async () => {
    const metrics = { ...services.metrics, write: () => Promise.reject(new UnavailableError("Later.")) };
    Object.assign(globalThis, { [Symbol.for("evenkeel.services")]: { value: { ...services, metrics } } });
    const response = await sendJson(gaugeAt("later", now, 1));
    Object.assign(globalThis, { [Symbol.for("evenkeel.services")]: { value: services } });
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "1"]);
    expect(await response.json()).toEqual({ code: 14, message: "Later." });
  });

  it("keeps U+0000 and lone surrogates from hurting anyone", async () => {
    const point = {
      timeUnixNano: `${now}000000`,
      asInt: "1",
      attributes: [stringAttribute("odd", "a\u0000b\ud800c")],
    };
    const response = await sendJson(
      otlpRequest({ name: "odd", description: "d\u0000", gauge: { dataPoints: [point] } }),
    );
    expect([response.status, await response.text()]).toEqual([200, "{}"]);
    expect(await samplesOf("odd", now)).toEqual([{ __name__: "odd", odd: "a\u0000b\ufffdc", v: 1 }]);
  });
});
