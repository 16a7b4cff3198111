import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeColumns, sliceColumn, toColumn, winner, type Column } from "@/lib/metrics/embedded/column";
import { decodeLogRow, encodeLogRow } from "@/lib/metrics/embedded/log-row";
import { encodeSegment, Segment } from "@/lib/metrics/embedded/segment";

const bitsOf = (values: Float64Array) => [...new BigUint64Array(values.slice().buffer)];
const fromBits = (bits: readonly bigint[]) => new Float64Array(BigUint64Array.from(bits).buffer);
const bitsOfOne = (value: number) => bitsOf(Float64Array.of(value))[0]!;

/** Values as their 64 bits: plain arrays of numbers would lose the payload of a NaN. */
const anyBits = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const special = fc.constantFrom(
  0x7ff8000000000000n,
  0x7ff0000000000002n,
  0xfff8000000000123n,
  ...[Infinity, -Infinity, -0, 0, Number.MAX_VALUE, Number.MIN_VALUE, 2 ** 53, -(2 ** 50) - 1].map(bitsOfOne),
);
const everyday = fc
  .oneof(
    fc.integer(),
    fc.integer({ min: 0, max: 1_000 }).map((n) => n / 1_000),
    fc.maxSafeInteger(),
    fc.double(),
  )
  .map(bitsOfOne);
const columnArbitrary = (value: fc.Arbitrary<bigint>): fc.Arbitrary<Column> =>
  fc
    .record({
      start: fc.integer({ min: -1_000_000, max: 4_000_000_000_000 }),
      gaps: fc.array(fc.oneof(fc.constant(10_000), fc.integer({ min: 1, max: 1_000_000_000 })), {
        minLength: 1,
        maxLength: 300,
      }),
    })
    .chain(({ start, gaps }) => {
      let time = start;
      const t = Float64Array.from(gaps, (gap) => (time += gap));
      return fc
        .array(value, { minLength: t.length, maxLength: t.length })
        .map((values) => ({ t, v: fromBits(values) }));
    });
const column = fc.oneof(
  columnArbitrary(anyBits),
  columnArbitrary(everyday),
  columnArbitrary(fc.oneof({ weight: 20, arbitrary: everyday }, { weight: 1, arbitrary: special })),
  columnArbitrary(fc.constant(bitsOfOne(1))),
);

describe("segment", () => {
  it("gives back every bit of every sample of any series", () => {
    const members = fc.uniqueArray(fc.record({ slot: fc.nat(31), column }), {
      selector: ({ slot }) => slot,
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(members, (input) => {
        const encoded = encodeSegment(new Map(input.map(({ slot, column }) => [slot, column])));
        const segment = new Segment(encoded.members, encoded.payload);
        for (const { slot, column } of input) {
          const read = segment.column(slot)!;
          expect([...read.t]).toEqual([...column.t]);
          expect(bitsOf(read.v)).toEqual(bitsOf(column.v));
        }
        expect(encoded.samples).toBe(input.reduce((sum, { column }) => sum + column.t.length, 0));
        expect(encoded.from).toBe(Math.min(...input.map(({ column }) => column.t[0]!)));
        expect(encoded.to).toBe(Math.max(...input.map(({ column }) => column.t.at(-1)!)));
      }),
      { numRuns: 300 },
    );
  });

  it("has no column for a series that is not inside", () => {
    const encoded = encodeSegment(new Map([[31, { t: Float64Array.of(1), v: Float64Array.of(2) }]]));
    expect(new Segment(encoded.members, encoded.payload).column(0)).toBeUndefined();
  });

  it("keeps typical metrics below the budget of 3.3 bytes a sample", () => {
    let seed = 1;
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const columns = new Map<number, Column>();
    for (let slot = 0; slot < 32; slot++) {
      let total = 0;
      const value =
        slot % 2 === 0
          ? () => Math.round(random() * 1_000) / 1_000
          : () => (total += Math.floor(random() * 500));
      columns.set(slot, {
        t: Float64Array.from({ length: 720 }, (_, i) => 1_700_000_000_000 + i * 10_000),
        v: Float64Array.from({ length: 720 }, value),
      });
    }
    const { payload, samples } = encodeSegment(columns);
    expect(payload.length / samples).toBeLessThan(1.6);
  });
});

describe("a segment in the form of one frame", () => {
  it("is read", () => {
    const payload = Buffer.from(
      "KLUv/SDbbQUAFAkBAhYUABwAJgFRABIMAoCgq/75YqCcAQEABgsGAAAKAsDYrQEAAAIA0A8CoA8BAwEEAPh/AugH+gECAAD59PkAAALNZ6qohsQnzVNnO3dM9NXZwztbNH8nWJee261/2idmjuibj73PZjqpnuR6d/nx4Z5YKqAWtuN7soqgTMT2DfsBAgYDDgEDPwB/AAYBAgAGCwB66RZCMDCsC8MCqUBToBmu5OZdObdngTE=",
      "base64",
    );
    const t = Float64Array.from({ length: 12 }, (_, i) => 1.7e12 + i * 10_000 + (i === 7 ? 3 : 0));
    const wanted = new Map([
      [1, { t, v: Float64Array.from(t, (_, i) => i * i * 1_000) }],
      [3, { t, v: Float64Array.from(t, (_, i) => (i === 4 ? Number.NaN : i / 8 + 0.5)) }],
      [5, { t: t.slice(2), v: Float64Array.from(t.slice(2), (_, i) => Math.sqrt(i + 2)) }],
      [9, { t, v: Float64Array.from(t, (_, i) => [5, 3, 9][i % 3]!) }],
    ]);
    const segment = new Segment(554, payload);
    for (let slot = 0; slot < 32; slot++) expect(segment.column(slot)).toEqual(wanted.get(slot));
  });
});

describe("log row", () => {
  it("gives back every bit of every sample", () => {
    // Neighbours with the same times, as the series of a scrape are.
    const run = fc
      .record({ ids: fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 4 }), column })
      .map(({ ids, column: shared }) => ids.map((id) => ({ id, column: shared })));
    const entries = fc.array(run, { minLength: 1, maxLength: 8 }).map((runs) => runs.flat());
    fc.assert(
      fc.property(entries, (input) => {
        const row = encodeLogRow(input.map(({ id, column }) => ({ id, ...column })));
        const read = decodeLogRow(row.payload);
        expect([...read.ids]).toEqual(input.map(({ id }) => id));
        input.forEach(({ column }, i) => {
          const start = read.ends[i - 1] ?? 0;
          expect([...read.t.subarray(start, read.ends[i])]).toEqual([...column.t]);
          expect(bitsOf(read.v.subarray(start, read.ends[i]))).toEqual(bitsOf(column.v));
        });
      }),
      { numRuns: 200 },
    );
  });
});

describe("columns", () => {
  it("merge to the same whatever the order and however often a part comes", () => {
    const parts = fc.array(
      fc.array(fc.tuple(fc.nat(30), fc.oneof(fc.nat(3).map(bitsOfOne), special)), {
        minLength: 1,
        maxLength: 20,
      }),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(parts, fc.integer(), (input, rotation) => {
        const columns = input.map((pairs) =>
          toColumn(
            pairs.map(([t]) => t),
            fromBits(pairs.map(([, v]) => v)),
          ),
        );
        const expected = new Map<number, Float64Array>();
        for (const [t, v] of input.flat()) {
          const known = expected.get(t);
          const next = fromBits([v]);
          if (known === undefined) expected.set(t, next);
          else known[0] = winner(known[0]!, next[0]!);
        }
        const shift = Math.abs(rotation) % columns.length;
        const rotated = [...columns.slice(shift), ...columns.slice(0, shift), ...columns];
        const merged = mergeColumns(rotated);
        const times = [...expected.keys()].sort((a, b) => a - b);
        expect([...merged.t]).toEqual(times);
        expect(bitsOf(merged.v)).toEqual(times.map((t) => bitsOf(expected.get(t)!)[0]));
      }),
    );
  });

  it("are cut with both ends in", () => {
    const cut = sliceColumn({ t: Float64Array.of(1, 2, 3, 4), v: Float64Array.of(1, 2, 3, 4) }, 2, 3);
    expect([...cut.t]).toEqual([2, 3]);
  });
});
