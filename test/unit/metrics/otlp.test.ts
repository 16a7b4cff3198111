import * as fc from "fast-check";
import protobuf from "protobufjs/minimal.js";
import { describe, expect, it } from "vitest";
import { InvalidError, LimitError } from "@/lib/core/errors";
import { decodeOtlpJson } from "@/lib/metrics/ingest/otlp-json";
import { decodeOtlpProtobuf } from "@/lib/metrics/ingest/otlp-protobuf";
import { translateOtlp } from "@/lib/metrics/ingest/otlp-translate";
import { otlpRequest, otlpRequestBytes, stringAttribute } from "../../support/otlp-request";

const T = 1_700_000_000_123;
const timeUnixNano = `${T}456789`;
const STALE_BITS = 0x7ff0000000000002n;

const bitsOf = (v: ArrayLike<number>) => Array.from(new BigUint64Array(Float64Array.from(v).buffer));

/** What a call gives, or what it throws. */
function attempt(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return error;
  }
}

/** What a request makes, by JSON; both encodings must agree on it. */
function translate(body: object) {
  const fromJson = decodeOtlpJson(JSON.stringify(body));
  expect(decodeOtlpProtobuf(otlpRequestBytes(body))).toEqual(fromJson);
  const { series, ...rest } = translateOtlp(fromJson);
  const rows = series.map(({ labels, t, v }) => ({ ...labels, t: Array.from(t), v: Array.from(v) }));
  return { ...rest, series, rows };
}

const sum = (point: object, over: object = {}) =>
  otlpRequest({
    name: "orders",
    sum: { aggregationTemporality: 2, isMonotonic: true, dataPoints: [{ timeUnixNano, ...point }], ...over },
  });

const histogram = (point: object, over: object = {}) =>
  otlpRequest({
    name: "latency",
    unit: "s",
    histogram: { aggregationTemporality: 2, dataPoints: [{ timeUnixNano, ...point }], ...over },
  });

describe("a request in either encoding", () => {
  it("makes gauges and sums with the target's labels, target_info and metadata", () => {
    const { rows, metadata, refused } = translate({
      resourceMetrics: [
        {
          resource: {
            attributes: [stringAttribute("service.name", "pay"), stringAttribute("host.name", "h1")],
          },
          scopeMetrics: [
            {
              scope: { name: "shop", version: "1", attributes: [stringAttribute("part.of", "mall")] },
              schemaUrl: "https://x/1",
              metrics: [
                {
                  name: "queue.size",
                  description: "Waiting",
                  gauge: {
                    dataPoints: [
                      { timeUnixNano, asInt: "-7", attributes: [stringAttribute("queue.name", "一区")] },
                    ],
                  },
                },
                {
                  name: "orders",
                  sum: {
                    aggregationTemporality: 2,
                    isMonotonic: true,
                    dataPoints: [{ timeUnixNano, asDouble: 2.5 }],
                  },
                },
                {
                  name: "connections",
                  sum: { aggregationTemporality: 2, dataPoints: [{ timeUnixNano, asInt: "0" }] },
                },
              ],
            },
          ],
        },
      ],
    });
    const scope = {
      otel_scope_name: "shop",
      otel_scope_version: "1",
      otel_scope_schema_url: "https://x/1",
      otel_scope_part_of: "mall",
    };
    expect(rows).toEqual([
      { __name__: "queue_size", queue_name: "一区", ...scope, job: "pay", t: [T], v: [-7] },
      { __name__: "orders_total", ...scope, job: "pay", t: [T], v: [2.5] },
      { __name__: "connections", ...scope, job: "pay", t: [T], v: [0] },
      { __name__: "target_info", host_name: "h1", job: "pay", t: [T], v: [1] },
    ]);
    expect(metadata).toEqual([
      { metric: "queue_size", type: "gauge", help: "Waiting", unit: "" },
      { metric: "orders_total", type: "counter", help: "", unit: "" },
      { metric: "connections", type: "gauge", help: "", unit: "" },
      { metric: "target_info", type: "gauge", help: "Target metadata", unit: "" },
    ]);
    expect(refused).toBe(0);
  });

  it("makes a histogram's buckets cumulative", () => {
    const { rows, metadata } = translate(
      histogram({ count: "6", sum: 4.5, bucketCounts: ["1", "2", "3"], explicitBounds: [0.5, 10] }),
    );
    expect(rows).toEqual([
      { __name__: "latency_seconds_count", t: [T], v: [6] },
      { __name__: "latency_seconds_sum", t: [T], v: [4.5] },
      { __name__: "latency_seconds_bucket", le: "0.5", t: [T], v: [1] },
      { __name__: "latency_seconds_bucket", le: "10", t: [T], v: [3] },
      { __name__: "latency_seconds_bucket", le: "+Inf", t: [T], v: [6] },
    ]);
    expect(metadata).toEqual([{ metric: "latency_seconds", type: "histogram", help: "", unit: "seconds" }]);
  });

  it("hands on the changes of sums and histograms with their starts", () => {
    const startTimeUnixNano = `${T - 1_000}000000`;
    const delta = { aggregationTemporality: 1 };
    const changes = (body: object) =>
      translate(body).deltas.map(({ labels, start, t, v }) => ({
        ...labels,
        at: [...Array.from(start), ...Array.from(t)],
        v: Array.from(v),
      }));
    const at = [T - 1_000, T];
    expect(changes(sum({ startTimeUnixNano, asInt: "3" }, delta))).toEqual([
      { __name__: "orders_total", at, v: [3] },
    ]);
    const point = {
      startTimeUnixNano,
      count: "3",
      sum: 4.5,
      bucketCounts: ["1", "2"],
      explicitBounds: [0.5],
    };
    expect(changes(histogram(point, delta))).toEqual([
      { __name__: "latency_seconds_count", at, v: [3] },
      { __name__: "latency_seconds_sum", at, v: [4.5] },
      { __name__: "latency_seconds_bucket", le: "0.5", at, v: [1] },
      { __name__: "latency_seconds_bucket", le: "+Inf", at, v: [3] },
    ]);
    expect(translate(sum({ startTimeUnixNano, asInt: "3" }, delta)).rows).toEqual([]);
  });

  it("leaves out a sum that was not recorded, and takes a histogram without buckets", () => {
    expect(translate(histogram({ count: "6" })).rows).toEqual([
      { __name__: "latency_seconds_count", t: [T], v: [6] },
      { __name__: "latency_seconds_bucket", le: "+Inf", t: [T], v: [6] },
    ]);
  });

  it("makes a summary's quantiles", () => {
    const point = {
      timeUnixNano,
      count: "3",
      sum: 9,
      quantileValues: [
        { quantile: 0.5, value: 2 },
        { quantile: 1, value: 5 },
      ],
    };
    expect(translate(otlpRequest({ name: "gc", summary: { dataPoints: [point] } })).rows).toEqual([
      { __name__: "gc_count", t: [T], v: [3] },
      { __name__: "gc_sum", t: [T], v: [9] },
      { __name__: "gc", quantile: "0.5", t: [T], v: [2] },
      { __name__: "gc", quantile: "1", t: [T], v: [5] },
    ]);
  });

  it("skips exemplars and everything else that is younger than this", () => {
    const point = {
      timeUnixNano: `${T}000000`,
      asInt: "1",
      exemplars: [{ timeUnixNano: "1", asDouble: 2, traceId: "00", filteredAttributes: [] }],
      later: { than: "this" },
    };
    const { series, refused } = translateOtlp(
      decodeOtlpJson(
        JSON.stringify(otlpRequest({ name: "g", metadata: [], gauge: { dataPoints: [point] } })),
      ),
    );
    expect([series.length, refused]).toEqual([1, 0]);
    // The same in protobuf: field 5 of a data point is its exemplars, 99 is nobody's.
    const number = protobuf.Writer.create()
      .uint32(42)
      .bytes(Uint8Array.of(17, 0, 0, 0, 0, 0, 0, 0, 64));
    number
      .uint32(99 * 8)
      .uint32(1)
      .uint32(25)
      .fixed64(1_000_000)
      .uint32(49)
      .sfixed64(1);
    const nest = (tag: number, inside: Uint8Array) =>
      protobuf.Writer.create().uint32(tag).bytes(inside).finish();
    const gauge = nest(42, nest(10, number.finish()));
    const named = protobuf.Writer.create().uint32(10).string("g").finish();
    const request = nest(10, nest(18, nest(18, Buffer.concat([named, gauge]))));
    expect(translateOtlp(decodeOtlpProtobuf(request)).series).toMatchObject([
      { labels: { __name__: "g" }, t: Float64Array.of(1), v: Float64Array.of(1) },
    ]);
  });

  it("writes a staleness marker where no value was recorded", () => {
    const { series, refused } = translate(
      histogram({ flags: 1, explicitBounds: [1], bucketCounts: ["0", "0"] }),
    );
    expect(series.map(({ labels }) => labels["__name__"])).toEqual([
      "latency_seconds_count",
      "latency_seconds_sum",
      "latency_seconds_bucket",
      "latency_seconds_bucket",
    ]);
    for (const { v } of series) expect(bitsOf(v)).toEqual([STALE_BITS]);
    expect(bitsOf(translate(sum({ flags: 1 })).series[0]!.v)).toEqual([STALE_BITS]);
    expect(refused).toBe(0);
  });

  it("writes attributes of every kind as text", () => {
    const attributes = [
      { key: "bool", value: { boolValue: true } },
      { key: "int", value: { intValue: "-9007199254740993" } },
      { key: "double", value: { doubleValue: 1.5 } },
      { key: "none", value: {} },
      { key: "list", value: { arrayValue: { values: [{ stringValue: "a" }, { intValue: "1" }, {}] } } },
      {
        key: "map",
        value: { kvlistValue: { values: [{ key: "k", value: { boolValue: false } }] } },
      },
      { key: "bytes", value: { bytesValue: "AQI=" } },
    ];
    expect(translate(sum({ asInt: "1", attributes })).rows).toEqual([
      {
        __name__: "orders_total",
        bool: "true",
        int: "-9007199254740993",
        double: "1.5",
        none: "",
        list: '["a",1,null]',
        map: '{"k":false}',
        bytes: "AQI=",
        t: [T],
        v: [1],
      },
    ]);
  });

  it("keeps the first of two values for one moment, in order of time, and says so", () => {
    const dataPoints = [
      { timeUnixNano: "3000000", asInt: "3" },
      { timeUnixNano: "1000000", asInt: "1" },
      { timeUnixNano: "3000001", asInt: "4" },
      { timeUnixNano: "1000000", asInt: "1" },
    ];
    const { rows, partlyRefused, refusals } = translate(otlpRequest({ name: "g", gauge: { dataPoints } }));
    expect(rows).toEqual([{ __name__: "g", t: [1, 3], v: [1, 3] }]);
    expect([partlyRefused.size, refusals]).toEqual([1, ["series g: two values for one moment"]]);
  });

  it.each([
    [
      "a delta that goes both ways",
      sum({ asInt: "1" }, { aggregationTemporality: 1, isMonotonic: false }),
      /^metric "orders": delta temporality of a sum that is not monotonic/,
    ],
    ["a delta that went down", sum({ asInt: "-1" }, { aggregationTemporality: 1 }), /went down/],
    [
      "a delta that begins after its end",
      sum({ asInt: "1", startTimeUnixNano: `${T + 1}000000` }, { aggregationTemporality: 1 }),
      /begins after its end/,
    ],
    ["a delta that is no number", sum({ asDouble: "NaN" }, { aggregationTemporality: 1 }), /is not a number/],
    [
      "no temporality",
      sum({ asInt: "1" }, { aggregationTemporality: 0 }),
      /aggregation temporality is not set/,
    ],
    ["a point without a time", sum({ asInt: "1", timeUnixNano: "0" }), /has no time/],
    ["a point without a value", sum({}), /has no value/],
    ["an attribute without a key", sum({ asInt: "1", attributes: [stringAttribute("", "v")] }), /has no key/],
    [
      "buckets that are too few",
      histogram({ count: "1", bucketCounts: ["1"], explicitBounds: [1] }),
      /one bucket more/,
    ],
    [
      "bounds that fall",
      histogram({ count: "0", bucketCounts: ["0", "0", "0"], explicitBounds: [2, 1] }),
      /do not increase/,
    ],
    [
      "a count that is not that of the buckets",
      histogram({ count: "5", bucketCounts: ["1", "1"], explicitBounds: [1] }),
      /not the sum of its buckets/,
    ],
    [
      "an exponential histogram",
      otlpRequest({ name: "e", exponentialHistogram: { dataPoints: [{ timeUnixNano, count: "1" }] } }),
      /^metric "e": exponential histograms are not supported/,
    ],
    [
      "a metric without a name",
      otlpRequest({ gauge: { dataPoints: [{ timeUnixNano, asInt: "1" }] } }),
      /its name/,
    ],
  ])("refuses %s and counts it", (_, body, reason) => {
    const { rows, refused, refusals } = translate(body);
    expect(rows).toEqual([]);
    expect(refused).toBe(1);
    expect(refusals).toEqual([expect.stringMatching(reason)]);
  });
});

describe("any valid request", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 8 });
  const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);
  const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String);
  const double = fc.double({ noNaN: true, noDefaultInfinity: true });
  const { value } = fc.letrec<{ value: object }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 2 },
      text.map((stringValue) => ({ stringValue })),
      fc.boolean().map((boolValue) => ({ boolValue })),
      int64.map((intValue) => ({ intValue })),
      double.map((doubleValue) => ({ doubleValue })),
      fc.array(tie("value"), { maxLength: 2 }).map((values) => ({ arrayValue: { values } })),
      fc
        .array(fc.record({ key: text, value: tie("value") }), { maxLength: 2 })
        .map((values) => ({ kvlistValue: { values } })),
    ),
  }));
  const attributes = fc.array(fc.record({ key: text, value }), { maxLength: 3 });
  const point = { attributes, startTimeUnixNano: uint64, timeUnixNano: uint64, flags: fc.nat(3) };
  const numberPoint = fc.oneof(
    fc.record({ ...point, asInt: int64 }),
    fc.record({ ...point, asDouble: double }),
    fc.record(point),
  );
  const histogramPoint = fc.record({
    ...point,
    count: uint64,
    sum: double,
    bucketCounts: fc.array(uint64, { maxLength: 4 }),
    explicitBounds: fc.array(double, { maxLength: 3 }),
  });
  const points = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 3 });
  const aggregationTemporality = fc.constantFrom(0, 1, 2);
  const data = fc.oneof(
    fc.record({ gauge: fc.record({ dataPoints: points(numberPoint) }) }),
    fc.record({
      sum: fc.record({ dataPoints: points(numberPoint), aggregationTemporality, isMonotonic: fc.boolean() }),
    }),
    fc.record({ histogram: fc.record({ dataPoints: points(histogramPoint), aggregationTemporality }) }),
  );
  const metric = fc
    .tuple(fc.record({ name: text, description: text, unit: text }), data)
    .map(([named, kind]) => ({ ...named, ...kind }));
  const scope = fc.record({ name: text, version: text, attributes });
  const requests = fc.record({
    resourceMetrics: fc.array(
      fc.record({
        resource: fc.record({ attributes }),
        scopeMetrics: fc.array(
          fc.record({ scope, schemaUrl: text, metrics: fc.array(metric, { maxLength: 3 }) }),
          { maxLength: 2 },
        ),
      }),
      { maxLength: 2 },
    ),
  });

  it("is read the same from JSON and from protobuf, and each point is taken or refused", () => {
    fc.assert(
      fc.property(requests, (body) => {
        const { series, deltas, refused, refusals } = translate(body);
        expect(refused === 0).toBe(!refusals.some((line) => line.startsWith("metric ")));
        for (const one of [...series, ...deltas]) {
          expect(one.labels["__name__"]).toMatch(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/);
          expect(Array.from(one.t)).toEqual(Array.from(one.t).toSorted((a, b) => a - b));
          expect([one.v.length, one.points.length]).toEqual([one.t.length, one.t.length]);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("any bytes", () => {
  const isClear = (thrown: unknown) =>
    thrown === true || thrown instanceof InvalidError || thrown instanceof LimitError;

  it("are read or refused in protobuf, without a crash", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(isClear(attempt(() => translateOtlp(decodeOtlpProtobuf(bytes)).refused >= 0))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it("are read or refused in JSON, without a crash", () => {
    const names = ["resourceMetrics", "resource", "scopeMetrics", "metrics", "sum", "gauge", "dataPoints"];
    const keys = fc
      .json()
      .map((text) => text.replaceAll(/"[^"]{1,3}":/g, (_, at: number) => `"${names[at % names.length]}":`));
    fc.assert(
      fc.property(fc.oneof(keys, fc.string()), (text) => {
        expect(isClear(attempt(() => translateOtlp(decodeOtlpJson(text)).refused >= 0))).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("decodeOtlpJson", () => {
  it("takes numbers for 64-bit integers, text for doubles, null for nothing, and unknown names", () => {
    const { series } = translateOtlp(
      decodeOtlpJson(
        `{"resourceMetrics":[{"resource":null,"scopeMetrics":[{"metrics":[{"name":"g","later":{},"gauge":{"dataPoints":
        [{"timeUnixNano":1700000000123000000,"asDouble":"-Infinity","flags":null}]}}]}]}]}`,
      ),
    );
    expect(series).toEqual([
      {
        labels: { __name__: "g" },
        start: Float64Array.of(0),
        t: Float64Array.of(T),
        v: Float64Array.of(-Infinity),
        points: [0],
      },
    ]);
  });

  it("takes names for enums", () => {
    const body = sum({ asInt: "1" }, { aggregationTemporality: "AGGREGATION_TEMPORALITY_DELTA" });
    expect(translateOtlp(decodeOtlpJson(JSON.stringify(body))).deltas).toHaveLength(1);
  });

  it.each([
    ["", "body"],
    ["[]", "body"],
    ["{", "body"],
    ['{"resourceMetrics":{}}', "resourceMetrics"],
    ['{"resourceMetrics":[1]}', "resourceMetrics.0"],
    [JSON.stringify(otlpRequest({ name: 1 })), "resourceMetrics.0.scopeMetrics.0.metrics.0.name"],
    [
      JSON.stringify(otlpRequest({ gauge: { dataPoints: [{ asInt: "1.5" }] } })),
      "resourceMetrics.0.scopeMetrics.0.metrics.0.gauge.dataPoints.0.asInt",
    ],
  ])("names the place of the fault in %j", (text, place) => {
    expect(() => decodeOtlpJson(text)).toThrow(expect.objectContaining({ code: "invalid", place }));
  });

  it("refuses a request of too many parts", () => {
    expect(() => decodeOtlpJson(`{"resourceMetrics":[${"{},".repeat(1_000_000)}{}]}`)).toThrow(LimitError);
  });
});

describe("decodeOtlpProtobuf", () => {
  it("refuses a request of too many parts", () => {
    // Field 1, length 0, again and again.
    expect(() => decodeOtlpProtobuf(Buffer.alloc(2_100_000, Uint8Array.of(0x0a, 0x00)))).toThrow(LimitError);
  });

  it("refuses attributes that are nested without end", () => {
    let value: object = { stringValue: "x" };
    for (let i = 0; i < 120; i++) value = { arrayValue: { values: [value] } };
    const body = sum({ asInt: "1", attributes: [{ key: "deep", value }] });
    expect(() => decodeOtlpJson(JSON.stringify(body))).toThrow(/nested too deeply/);
    // By hand: the encoder has a limit of its own. Tags of the request, resource, metric, gauge, point and attribute.
    const tags = [10, 18, 18, 42, 10, 58, 18, ...Array.from({ length: 120 }, () => [42, 10]).flat()];
    const writer = tags.reduce((open, tag) => open.uint32(tag).fork(), protobuf.Writer.create());
    const bytes = tags.reduce((open) => open.ldelim(), writer.uint32(10).string("x")).finish();
    expect(() => decodeOtlpProtobuf(bytes)).toThrow(/nested too deeply/);
  });

  it("refuses text that is not UTF-8", () => {
    const bytes = otlpRequestBytes(otlpRequest({ name: "abcd", gauge: { dataPoints: [] } }));
    bytes[Buffer.from(bytes).indexOf("abcd")] = 0xff;
    expect(() => decodeOtlpProtobuf(bytes)).toThrow(/not valid UTF-8/);
  });

  it("refuses a cut or damaged message with an error that names the byte, and nothing else", () => {
    const bytes = otlpRequestBytes(
      histogram({ count: "6", sum: 4.5, bucketCounts: ["1", "2", "3"], explicitBounds: [0.5, 10] }),
    );
    for (let length = 1; length < bytes.length; length++)
      expect(() => decodeOtlpProtobuf(bytes.slice(0, length))).toThrow(/^proto: /);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
        const damaged = bytes.slice();
        damaged[at] = byte;
        const outcome = attempt(() => translateOtlp(decodeOtlpProtobuf(damaged)).refused >= 0);
        const isClear = outcome instanceof InvalidError && /^byte \d+/.test(outcome.place ?? "");
        expect(outcome === true || isClear).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
