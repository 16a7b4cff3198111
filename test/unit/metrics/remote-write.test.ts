import * as fc from "fast-check";
import protobuf from "protobufjs/minimal";
import snappy from "snappyjs";
import { describe, expect, it } from "vitest";
import { InvalidError, LimitError } from "@/lib/core/errors";
import { WriteRequestDecoder } from "@/lib/metrics/ingest/decode-write-request";
import { findMediaFault } from "@/lib/metrics/ingest/receive-remote-write";
import { unpackSnappy } from "@/lib/metrics/ingest/snappy";
import { readWriteRequest } from "../../support/read-write-request";
import { writeRequestBytes } from "../../support/write-request";

/** What a call gives, or what it throws. */
function attempt(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return error;
  }
}

/** One series with this inside. */
const messageWith = (inside: Uint8Array): Uint8Array =>
  protobuf.Writer.create().uint32(10).bytes(inside).finish();

describe("unpackSnappy", () => {
  it("gives back what was packed", () => {
    const repeated = fc
      .tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 300 }))
      .map(([pattern, times]) => Uint8Array.from(Array.from({ length: times }, () => [...pattern]).flat()));
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 5_000 }), repeated);
    fc.assert(
      fc.property(bytes, (input) => {
        const packed = new Uint8Array(snappy.compress(input));
        expect(Buffer.from(unpackSnappy(packed, 100_000)).equals(Buffer.from(input))).toBe(true);
      }),
    );
  });

  it("refuses a claim of 2 GiB before taking memory", () => {
    const claim = Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x08, 0x00);
    const before = process.memoryUsage().arrayBuffers;
    expect(() => unpackSnappy(claim, 64 * 1024 * 1024)).toThrow(LimitError);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1024 * 1024);
  });

  it("refuses any damage with an error, never reads or writes outside", () => {
    const packed = new Uint8Array(snappy.compress(Buffer.from("evenkeel ".repeat(200))));
    fc.assert(
      fc.property(fc.nat(packed.length - 1), fc.nat(255), fc.nat(packed.length), (at, byte, length) => {
        const damaged = packed.slice(0, length);
        if (at < length) damaged[at] = byte;
        const outcome = attempt(() => unpackSnappy(damaged, 10_000).length <= 10_000);
        expect(outcome === true || outcome instanceof InvalidError || outcome instanceof LimitError).toBe(
          true,
        );
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("WriteRequestDecoder", () => {
  it("reads any time and all bits of any value, in the encoding that all use and in others", () => {
    const times = fc.oneof(
      fc.integer({ min: 2 ** 35, max: 2 ** 42 }),
      fc.integer({ min: -(2 ** 50), max: 2 ** 50 }),
      fc.constantFrom(0, 2 ** 35 - 1, 2 ** 35, 2 ** 42 - 1, 2 ** 42),
    );
    const bits = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
    fc.assert(
      fc.property(fc.array(fc.tuple(times, bits), { minLength: 1, maxLength: 20 }), (samples) => {
        const t = samples.map(([time]) => time);
        const v = new Float64Array(BigUint64Array.from(samples, ([, value]) => value).buffer);
        const { series } = new WriteRequestDecoder().decode(
          writeRequestBytes([{ labels: { __name__: "up" }, t, v }]),
        );
        const [read] = series;
        expect(Array.from(read?.t ?? [])).toEqual(t);
        const found = read?.v as Float64Array;
        expect([...new BigUint64Array(found.slice().buffer)]).toEqual(samples.map(([, value]) => value));
      }),
    );
  });

  it("tells series apart whatever order requests bring them in", () => {
    const decoder = new WriteRequestDecoder();
    fc.assert(
      fc.property(fc.array(fc.nat(5), { minLength: 1, maxLength: 12 }), (order) => {
        const sent = order.map((n) => ({ labels: { __name__: "up", n: "x".repeat(n) + n }, t: [1], v: [n] }));
        const { series } = decoder.decode(writeRequestBytes(sent));
        expect(series.map(({ labels }) => labels)).toEqual(sent.map(({ labels }) => labels));
      }),
    );
  });

  it("reads series, samples and metadata as an independent encoder wrote them", () => {
    const { series, metadata } = new WriteRequestDecoder().decode(
      writeRequestBytes(
        [
          {
            labels: { __name__: "up", zone: "一区 \u0000 😀" },
            t: [1_700_000_000_123, -5],
            v: [1.5, -0],
          },
          { labels: { __name__: "zero" }, t: [0], v: [0] },
        ],
        [{ type: 1, metric: "up", help: "Is it up?", unit: "ratio" }],
      ),
    );
    expect(series.map(({ t, v, ...rest }) => ({ ...rest, t: Array.from(t), v: Array.from(v) }))).toEqual([
      {
        labels: { __name__: "up", zone: "一区 \u0000 😀" },
        t: [1_700_000_000_123, -5],
        v: [1.5, -0],
        histograms: 0,
        fault: null,
      },
      { labels: { __name__: "zero" }, t: [0], v: [0], histograms: 0, fault: null },
    ]);
    expect(metadata).toEqual([{ metric: "up", type: "counter", help: "Is it up?", unit: "ratio" }]);
  });

  it("hands out the same label object for the same bytes, and another for others", () => {
    const decoder = new WriteRequestDecoder();
    const labelsOf = (zone: string) =>
      decoder.decode(writeRequestBytes([{ labels: { __name__: "up", zone } }])).series[0]?.labels;
    expect(labelsOf("a")).toBe(labelsOf("a"));
    expect(labelsOf("b")).toEqual({ __name__: "up", zone: "b" });
  });

  it("keeps the bits of a staleness marker", () => {
    const stale = new Float64Array(new BigUint64Array([0x7ff0000000000002n]).buffer);
    const [series] = new WriteRequestDecoder().decode(
      writeRequestBytes([{ labels: { __name__: "up" }, t: [1], v: stale }]),
    ).series;
    expect(new BigUint64Array(Float64Array.from(series!.v).buffer)[0]).toBe(0x7ff0000000000002n);
  });

  it("keeps a byte order mark at the start of a value", () => {
    const zones = ["\ufeffa", "a"];
    const { series } = new WriteRequestDecoder().decode(
      writeRequestBytes(zones.map((zone) => ({ labels: { __name__: "up", zone } }))),
    );
    expect(series.map(({ labels }) => labels["zone"])).toEqual(zones);
  });

  it("refuses native histograms and counts them, and skips exemplars", () => {
    const message = protobuf.Writer.create()
      .uint32(10)
      .fork()
      // A label, an exemplar (field 3), two histograms (field 4).
      .uint32(10)
      .fork()
      .uint32(10)
      .string("__name__")
      .uint32(18)
      .string("h")
      .ldelim()
      .uint32(26)
      .bytes(Uint8Array.of(17, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f))
      .uint32(34)
      .bytes(new Uint8Array(0))
      .uint32(34)
      .bytes(new Uint8Array(0))
      .ldelim()
      .finish();
    const [series] = new WriteRequestDecoder().decode(message).series;
    expect([series?.histograms, series?.fault?.code, series?.t.length]).toEqual([2, "native_histogram", 0]);
  });

  it.each([
    ["series", Buffer.alloc(1_000_000, Uint8Array.of(0x0a, 0x00))],
    ["metadata", Buffer.alloc(1_000_000, Uint8Array.of(0x1a, 0x00))],
    ["samples", messageWith(Buffer.alloc(5_000_000, Uint8Array.of(0x12, 0x00)))],
  ])("refuses a request of too many %s before they take memory", (_, message) => {
    expect(() => new WriteRequestDecoder().decode(message)).toThrow(LimitError);
  });

  it("keeps no more labels of a series than it may have", () => {
    const [series] = new WriteRequestDecoder().decode(
      messageWith(Buffer.alloc(1_000_000, Uint8Array.of(0x0a, 0x00))),
    ).series;
    expect(series?.fault?.code).toBe("labels_too_many");
  });

  it.each([
    [
      [
        ["__name__", "up"],
        ["b", "1"],
        ["a", "2"],
      ],
      "its labels are not sorted",
    ],
    [
      [
        ["__name__", "up"],
        ["a", "1"],
        ["a", "2"],
      ],
      "the label a is there twice",
    ],
    [
      [
        ["__name__", "up"],
        ["a", ""],
      ],
      "the label a is empty",
    ],
    [[["", "up"]], "a label has no name"],
  ] as const)("finds the fault of the labels %j", (labels, fault) => {
    expect(
      new WriteRequestDecoder().decode(writeRequestBytes([{ labels }])).series[0]?.fault?.text ?? null,
    ).toBe(fault);
  });

  it("refuses a message that is cut or damaged with an error that names the byte", () => {
    const message = writeRequestBytes([{ labels: { __name__: "up", a: "b" }, t: [1], v: [2] }]);
    for (let length = 1; length < message.length; length++) {
      expect(() => new WriteRequestDecoder().decode(message.slice(0, length))).toThrow(/^proto: /);
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const outcome = attempt(() => new WriteRequestDecoder().decode(bytes).series.length >= 0);
        const isClear = outcome instanceof InvalidError && /^byte \d+/.test(outcome.place ?? "");
        expect(outcome === true || isClear).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("any valid request", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 12 });
  const labelNames = fc.uniqueArray(fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,8}$/), { maxLength: 6 });
  const labels = fc
    .tuple(
      fc.stringMatching(/^[a-z_:][a-z0-9_:]{0,12}$/),
      labelNames,
      fc.array(text.filter(Boolean), { minLength: 6, maxLength: 6 }),
    )
    .map(
      ([metric, names, values]) =>
        Object.fromEntries([...names.map((name, i) => [name, values[i]]), ["__name__", metric]]) as Record<
          string,
          string
        >,
    );
  const sample = fc.record({
    t: fc.integer({ min: -(2 ** 50), max: 2 ** 50 }),
    v: fc.oneof(fc.double(), fc.constantFrom(-0, NaN, Infinity, -Infinity)),
  });
  const requests = fc.record({
    series: fc.array(fc.record({ labels, samples: fc.array(sample, { maxLength: 4 }) }), { maxLength: 6 }),
    metadata: fc.array(
      fc.record({
        type: fc.integer({ min: 0, max: 7 }),
        metric: fc.constantFrom("a", "b"),
        help: text,
        unit: text,
      }),
      { maxLength: 3 },
    ),
  });

  it("is read as protobufjs reads it, packed and unpacked", () => {
    fc.assert(
      fc.property(requests, ({ series, metadata }) => {
        const bytes = writeRequestBytes(
          series.map(({ labels, samples }) => ({
            labels,
            t: samples.map(({ t }) => t),
            v: samples.map(({ v }) => v),
          })),
          metadata,
        );
        const unpacked = unpackSnappy(new Uint8Array(snappy.compress(bytes)), 1_000_000);
        const decoded = new WriteRequestDecoder().decode(unpacked);
        const reference = readWriteRequest(bytes);
        const read = decoded.series.map(({ labels, t, v, fault }) => ({
          labels: Object.entries(labels),
          samples: Array.from(t, (time, i) => [time, v[i]]),
          fault,
        }));
        expect(read).toEqual(reference.series.map((one) => ({ ...one, fault: null })));
        expect(decoded.metadata.map(({ metric, help, unit }) => ({ metric, help, unit }))).toEqual(
          reference.metadata,
        );
      }),
      { numRuns: 200 },
    );
  });
});

describe("findMediaFault", () => {
  it.each([
    [{ "content-encoding": "snappy", "content-type": "application/x-protobuf" }, null],
    [{ "content-encoding": "snappy" }, null],
    [
      {
        "content-encoding": "snappy",
        "content-type": "application/x-protobuf;proto=prometheus.WriteRequest",
      },
      null,
    ],
    [{ "content-encoding": "gzip" }, /must be snappy/],
    [{}, null],
    [{ "content-encoding": "snappy", "content-type": "application/json" }, /must be application\/x-protobuf/],
    [
      {
        "content-encoding": "snappy",
        "content-type": "application/x-protobuf;proto=io.prometheus.write.v2.Request",
      },
      /remote-write 1\.0/,
    ],
  ])("says of %j: %s", (headers, fault) => {
    expect(findMediaFault(new Headers(headers)) ?? "no fault").toMatch(fault ?? /^no fault$/);
  });
});
