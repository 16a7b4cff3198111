import { describe, expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS } from "@/lib/core/time";
import { INGEST_LIMITS, type IngestLimits } from "@/lib/metrics/constants";
import { admitSeries } from "@/lib/metrics/ingest/admit-series";
import type { Fault } from "@/lib/metrics/ingest/rejection-reasons";
import { markOf } from "@/lib/metrics/ingest/series-mark";
import { SourceMeter } from "@/lib/metrics/ingest/source-meter";
import type { Labels } from "@/lib/metrics/store";

const DEFAULTS = Object.fromEntries(
  Object.entries(INGEST_LIMITS).map(([name, { default: value }]) => [name, value]),
) as IngestLimits;
const limits = (own: Partial<IngestLimits>): IngestLimits => ({ ...DEFAULTS, ...own });
/** A label set as a decoder hands it out: a new object, so that only what it says can count. */
const series = (name: string, rest: Labels = {}) => markOf({ __name__: name, ...rest });
const T0 = 1_800_000_000_000;

describe("SourceMeter", () => {
  it("lets a source go on while it keeps to its rate, and tells it how long to wait when it does not", () => {
    const meter = new SourceMeter();
    const slow = limits({ samplesPerSecond: 100 });
    expect(meter.retryAfterS(slow, T0)).toBe(0);
    // Ten seconds' worth may come at once, and the last request may go beyond: none is too large to ever pass.
    meter.takeSamples(999, slow, T0);
    expect(meter.retryAfterS(slow, T0)).toBe(0);
    meter.takeSamples(501, slow, T0);
    expect(meter.retryAfterS(slow, T0)).toBe(6);
    expect(meter.retryAfterS(slow, T0 + 3_000)).toBe(3);
    expect(meter.retryAfterS(slow, T0 + 6_000)).toBe(0);
    meter.takeSamples(100_000, slow, T0);
    expect(meter.retryAfterS(slow, T0)).toBe(10);
  });

  it("gives back what could not be stored", () => {
    const meter = new SourceMeter();
    const slow = limits({ samplesPerSecond: 1 });
    meter.takeSamples(500, slow, T0);
    meter.takeSamples(-500, slow, T0);
    expect(meter.retryAfterS(slow, T0)).toBe(0);
  });

  it("takes known series at the limit of active series, refuses others, and forgets those that ended", () => {
    const meter = new SourceMeter();
    const few = limits({ activeSeries: 2 });
    expect(meter.admitSeries(series("a"), few, T0)).toBeNull();
    expect(meter.admitSeries(series("b"), few, T0)).toBeNull();
    expect(meter.admitSeries(series("c"), few, T0)).toEqual<Fault>({
      code: "series_too_many",
      text: "it is new, and the limit of 2 active series of this source is reached",
    });
    expect(meter.admitSeries(series("a"), few, T0 + 9 * MINUTE_MS)).toBeNull();
    expect(meter.activeSeries(T0 + 9 * MINUTE_MS)).toBe(2);
    const later = T0 + 21 * MINUTE_MS;
    expect(meter.admitSeries(series("c"), few, later)).toBeNull();
    expect(meter.activeSeries(later + HOUR_MS)).toBe(0);
  });

  it("counts each series once, however often it comes and however the minutes turn", () => {
    const meter = new SourceMeter();
    for (let minute = 0; minute < 60; minute++)
      for (const name of ["a", "b", "c"])
        expect(
          meter.admitSeries(series(name), limits({ activeSeries: 3 }), T0 + minute * MINUTE_MS),
        ).toBeNull();
    expect(meter.activeSeries(T0 + 60 * MINUTE_MS)).toBe(3);
  });

  it("counts a label set for each source that sends it", () => {
    const [one, other] = [new SourceMeter(), new SourceMeter()];
    const shared = series("shared");
    for (const meter of [one, other, one]) meter.admitSeries(shared, DEFAULTS, T0);
    expect([one.activeSeries(T0), other.activeSeries(T0)]).toEqual([1, 1]);
  });

  it("lets new series in at their rate", () => {
    const meter = new SourceMeter();
    const calm = limits({ newSeriesPerHour: 60 });
    const admitted = (now: number) =>
      Array.from({ length: 100 }, () => meter.admitNewSeries(calm, now)).filter((fault) => fault === null)
        .length;
    expect(admitted(T0)).toBe(60);
    expect(admitted(T0 + 10 * MINUTE_MS)).toBe(10);
    expect(meter.admitNewSeries(calm, T0 + 10 * MINUTE_MS)?.code).toBe("new_series_too_many");
  });

  it.each([
    [{ labelsPerSeries: 3 }, { a: "1", b: "2" }, null],
    [{ labelsPerSeries: 2 }, { a: "1", b: "2" }, "it has 3 labels; the limit is 2"],
    [{ labelNameLength: 8 }, { a: "1" }, null],
    [
      { labelNameLength: 8 },
      { long_name: "1" },
      "the name of the label long_name… has 9 characters; the limit is 8",
    ],
    [{ labelValueLength: 5 }, { a: "12345" }, null],
    [{ labelValueLength: 5 }, { a: "123456" }, "the value of the label a has 6 characters; the limit is 5"],
  ])("with %j says of %j: %s", (own, labels, text) => {
    const fault = new SourceMeter().admitSeries(series("name", labels), limits(own), T0);
    expect(fault?.text ?? null).toBe(text);
  });
});

describe("admitSeries", () => {
  const admit = (given: { labels: Labels; t: number[]; v: number[] }[], own: Partial<IngestLimits> = {}) => {
    const refused: [string, number][] = [];
    const from = { sourceId: `s-${Math.random()}`, limits: limits(own), now: T0 };
    const admitted = admitSeries(given, from, (_, fault, samples) => refused.push([fault.code, samples]));
    return { admitted: admitted.map(({ labels, t, v }) => ({ labels, t: [...t], v: [...v] })), refused };
  };
  const a = { __name__: "a" };
  const b = { __name__: "b" };

  it("puts the samples of a series in order of time, each moment once, and counts what contradicts", () => {
    expect(admit([{ labels: a, t: [3, 1, 2, 1, 3], v: [30, 10, 20, 11, 30] }])).toEqual({
      admitted: [{ labels: a, t: [1, 2, 3], v: [10, 20, 30] }],
      refused: [["duplicate_sample", 1]],
    });
  });

  it("makes one of a series that comes twice in a request", () => {
    expect(
      admit([
        { labels: a, t: [2], v: [20] },
        { labels: b, t: [1], v: [1] },
        { labels: a, t: [1, 2], v: [10, 21] },
        { labels: a, t: [3], v: [30] },
      ]),
    ).toEqual({
      admitted: [
        { labels: a, t: [1, 2, 3], v: [10, 20, 30] },
        { labels: b, t: [1], v: [1] },
      ],
      refused: [["duplicate_sample", 1]],
    });
  });

  it("leaves out what breaks a limit and keeps the rest", () => {
    expect(
      admit(
        [
          { labels: a, t: [1], v: [1] },
          { labels: b, t: [1, 2], v: [1, 2] },
        ],
        { activeSeries: 1 },
      ),
    ).toEqual({ admitted: [{ labels: a, t: [1], v: [1] }], refused: [["series_too_many", 2]] });
  });
});
