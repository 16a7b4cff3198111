import * as fc from "fast-check";
import snappy from "snappyjs";
import { describe, expect, it } from "vitest";
import { InvalidError, LimitError } from "@/lib/core/errors";
import { WriteRequestDecoder } from "@/lib/metrics/ingest/decode-write-request";
import { findMediaFault } from "@/lib/metrics/ingest/receive-remote-write";
import { unpackSnappy } from "@/lib/metrics/ingest/snappy";
import { writeRequestBytes } from "../../support/write-request";

/** What a call gives, or what it throws. */
function attempt(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return error;
  }
}

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
        fault: null,
      },
      { labels: { __name__: "zero" }, t: [0], v: [0], fault: null },
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
    [{}, /must be snappy/],
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
