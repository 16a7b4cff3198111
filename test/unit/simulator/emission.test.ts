import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "@/lib/core/time";
import { CLOUD_PRODUCTS, findMetric } from "@/lib/products/catalogue";
import { buildFleet } from "@/lib/simulator/fleet";
import { Recorder } from "@/lib/simulator/recorder";
import { sampleStepMs } from "@/lib/simulator/run";
import { step } from "@/lib/simulator/step";
import { buildWorld } from "@/lib/simulator/world";
import { EVENING, fault } from "../../support/play-world";

const BASE_LABELS = new Set(["__name__", "product", "resource", "app", "layer", "zone", "cluster", "le"]);
const TICKS = 60;

const world = buildWorld(20, 1, EVENING);
const recorder = new Recorder(world, TICKS);
const faults = [
  fault("mysql.primary_down", "mysql-order-0", EVENING + MINUTE_MS, 2 * MINUTE_MS),
  fault("cvm.node_down", "cvm-a-1", EVENING + MINUTE_MS, 2 * MINUTE_MS),
];
for (let i = 0; i < TICKS; i++) {
  step(world, { promotions: [], faults });
  recorder.sample();
}
const { series } = recorder.take();
const name = (labels: Readonly<Record<string, string>>): string => labels.__name__ ?? "";
const withoutLe = ({ le: _le, __name__: _name, ...rest }: Readonly<Record<string, string>>): string =>
  JSON.stringify(rest);

describe("what the world emits", () => {
  it("is some twenty series of each resource", () => {
    const fleet = buildFleet(1, EVENING);
    expect(series.length / fleet.length).toBeGreaterThan(10);
    expect(series.length / fleet.length).toBeLessThan(40);
    const emitting = new Set(series.flatMap(({ labels }) => labels.resource ?? []));
    expect(fleet.filter(({ id }) => !emitting.has(id))).toEqual([]);
    expect(emitting.size).toBe(fleet.length);
  });

  it("is every metric of the catalogue that is not derived, and nothing else", () => {
    const emitted = new Set(
      series.map(({ labels }) => findMetric(name(labels))?.metric.name ?? name(labels)),
    );
    const catalogue = CLOUD_PRODUCTS.flatMap(({ metrics }) => metrics.filter((metric) => !metric.derived));
    expect([...emitted].sort()).toEqual(catalogue.map((metric) => metric.name).sort());
  });

  it("carries the labels that the catalogue declares", () => {
    for (const { labels } of series) {
      const own = Object.keys(labels).filter((label) => !BASE_LABELS.has(label));
      // The type of a connection is told only where the standard has a word for it.
      const declared = (findMetric(name(labels))?.metric.labels ?? []).filter(
        (label) => label !== "connection_type" || label in labels,
      );
      expect([name(labels), ...own.sort()]).toEqual([name(labels), ...declared.toSorted()]);
    }
  });

  it("counts upwards only, in whole numbers, unless it counts seconds", () => {
    for (const { labels, v } of series.filter((one) => /_(total|bucket|count)$/.test(name(one.labels)))) {
      const values = Array.from(v).filter((value) => !Number.isNaN(value));
      const whole = !name(labels).endsWith("_seconds_total");
      expect([
        name(labels),
        values.every((value, i) => (!whole || Number.isInteger(value)) && value >= (values[i - 1] ?? 0)),
      ]).toEqual([name(labels), true]);
    }
  });

  it("has cumulative buckets whose last equals the count", () => {
    const histograms = Map.groupBy(
      series.filter(({ labels }) => name(labels).endsWith("_bucket")),
      ({ labels }) => name(labels).replace(/_bucket$/, "") + withoutLe(labels),
    );
    const counts = new Map(
      series
        .filter(({ labels }) => name(labels).endsWith("_count"))
        .map(({ labels, v }) => [name(labels).replace(/_count$/, "") + withoutLe(labels), v]),
    );
    expect(histograms.size).toBeGreaterThan(40);
    for (const [key, buckets] of histograms) {
      const last = buckets.map(({ v }) => v[0] ?? Number.NaN);
      expect([key, ...last]).toEqual([key, ...last.toSorted((a, b) => a - b)]);
      expect(buckets.at(-1)?.labels.le).toBe("+Inf");
      expect(last.at(-1)).toBe(counts.get(key)?.[0]);
    }
  });

  it("has finite values, ratios between 0 and 1", () => {
    for (const { labels, v } of series) {
      const metric = findMetric(name(labels))?.metric;
      const values = Array.from(v).filter((value) => !Number.isNaN(value));
      const most = metric?.unit === "ratio" ? 1 : Number.MAX_VALUE;
      // Decibels over a milliwatt are below zero for less than one.
      const least = metric?.unit === "dBm" ? -Number.MAX_VALUE : 0;
      expect([name(labels), values.every((value) => value >= least && value <= most)]).toEqual([
        name(labels),
        true,
      ]);
    }
  });

  it("ends a dead node's series with a staleness marker and leaves a gap, while its liveness goes on at 0", () => {
    const of = (metric: string) =>
      series.find(({ labels }) => name(labels) === metric && labels.resource === "mysql-order-0");
    const cpu = of("mysql_cpu_usage_ratio");
    const marker = Array.from(cpu?.v ?? []).findIndex((value) => Number.isNaN(value));
    const bits = new BigUint64Array(Float64Array.from([0]).buffer);
    new Float64Array(bits.buffer).set(Float64Array.prototype.subarray.call(cpu?.v, marker, marker + 1));
    expect(bits[0]).toBe(0x7ff0000000000002n);
    expect(cpu?.t[marker]).toBe(EVENING + MINUTE_MS);
    expect((cpu?.t[marker + 1] ?? 0) - (cpu?.t[marker] ?? 0)).toBeGreaterThan(30 * SECOND_MS);
    expect(Array.from(of("mysql_up")?.v ?? [])).toContain(0);
    expect(of("mysql_up")?.v.length).toBe(TICKS);
  });
});

describe("the fleet", () => {
  const fleet = buildFleet(2, EVENING);
  const ids = new Set(fleet.map(({ id }) => id));

  it("names each resource once and depends on known ones", () => {
    expect(ids.size).toBe(fleet.length);
    expect(fleet.flatMap(({ dependsOn }) => dependsOn).filter((id) => !ids.has(id))).toEqual([]);
  });

  it("keeps copies of the businesses apart", () => {
    const second = fleet.filter(({ app }) => app.endsWith("-2"));
    expect(second.length).toBe(fleet.length / 2);
    expect(second.flatMap(({ dependsOn }) => dependsOn).every((id) => id.startsWith("c2-"))).toBe(true);
  });

  it("stands in three zones", () =>
    expect(new Set(fleet.flatMap(({ zone }) => zone ?? []))).toEqual(
      new Set(["zone-a", "zone-b", "zone-c"]),
    ));
});

it("samples lie the closer the younger they are, on one grid", () => {
  expect([DAY_MS + 1, DAY_MS, HOUR_MS, 10 * SECOND_MS].map(sampleStepMs)).toEqual([
    120_000, 30_000, 10_000, 5_000,
  ]);
});
