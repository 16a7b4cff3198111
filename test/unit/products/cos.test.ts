import { describe, expect, it } from "vitest";
import { assert, double, property } from "fast-check";
import { MINUTE_MS, SECOND_MS, type UnixMs } from "@/lib/core/time";
import { findFault } from "@/lib/products/catalogue";
import { lostShare } from "@/lib/products/cos/behaviour";
import type { ActiveFault } from "@/lib/simulator/effects";
import { EVENING, fault, metricsBehind, play, type Play } from "../../support/play-world";

const START = EVENING + 2 * MINUTE_MS;
const END = START + 4 * MINUTE_MS;
/** The last moment at which the fault acts. */
const DURING = END - 5 * SECOND_MS;
const LAST = END + 6 * MINUTE_MS;
const METRICS = metricsBehind([
  "cos_requests_total",
  "cos_throttled_requests_total",
  "cos_request_quota_usage_ratio",
  "cos_first_byte_duration_seconds",
  "cos_objects",
  "cos_replication_pending_bytes",
  "cos_replication_lag_seconds",
  "business_requests_total",
]);

const acting = (id: string, resource: string, parameters: Record<string, unknown> = {}): ActiveFault =>
  fault(id, resource, START, END - START, parameters);
const playWith = (...faults: ActiveFault[]): Play =>
  play(EVENING, LAST - EVENING, { faults }, { metrics: METRICS });

async function value(played: Play, expr: string, at: UnixMs): Promise<number> {
  const [sample] = await played.ask(expr, at);
  if (!sample) throw new Error(`${expr} has no value.`);
  return sample.v;
}

const share = (code: string, operation = "get") =>
  `sum(rate(cos_requests_total{resource="cos-static",operation="${operation}",code="${code}"}[20s])) / sum(rate(cos_requests_total{resource="cos-static",operation="${operation}"}[20s]))`;

describe("shards", () => {
  it("are lost to more objects the more nodes are lost, and spares help", () =>
    assert(
      property(double({ min: 0, max: 1, noNaN: true }), double({ min: 0, max: 1, noNaN: true }), (a, b) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        for (const spare of [0, 4]) {
          expect(lostShare(less, spare)).toBeGreaterThanOrEqual(0);
          expect(lostShare(more, spare)).toBeLessThanOrEqual(1);
          expect(lostShare(less, spare)).toBeLessThanOrEqual(lostShare(more, spare) + 1e-9);
        }
        expect(lostShare(a, 4)).toBeLessThanOrEqual(lostShare(a, 0) + 1e-9);
      }),
    ));

  it("follow the binomial distribution: of 16 shards at one in ten, more than four are missing to 1.7 %", () => {
    expect(lostShare(0, 4)).toBe(0);
    expect(lostShare(1, 4)).toBe(1);
    // 1 - CDF(4; 16, 0.1) of the binomial distribution.
    expect(lostShare(0.1, 4)).toBeCloseTo(0.017, 3);
  });

  it("make reads slow before they make them fail, and never fail a write", async () => {
    const played = playWith(acting("cos.internal_errors", "cos-static", { nodesRatio: 0.05 }));
    const firstByte =
      'histogram_quantile(0.9, sum by (le) (rate(cos_first_byte_duration_seconds_bucket{resource="cos-static"}[1m])))';
    expect(await value(played, firstByte, DURING)).toBeGreaterThan(
      2 * (await value(played, firstByte, START - 10_000)),
    );
    expect(await value(played, share("500"), DURING)).toBeLessThan(0.01);
    expect(await value(played, share("500", "put"), DURING)).toBe(0);
  });
});

it("credentials run out one client after another", async () => {
  const played = playWith(
    acting("cos.credentials_expired", "cos-static", { spreadS: 120, clientsRatio: 0.8 }),
  );
  expect(await value(played, share("403"), START + 60_000)).toBeGreaterThan(0.2);
  expect(await value(played, share("403"), START + 60_000)).toBeLessThan(0.5);
  expect(await value(played, share("403"), DURING)).toBeCloseTo(0.8, 2);
  expect(await value(played, share("403"), END + 30_000)).toBe(0);
});

it("a quota lets so many through and no more", async () => {
  const played = playWith(acting("cos.request_quota_reached", "cos-static", { loadRatio: 3 }));
  const answered = 'sum(rate(cos_requests_total{resource="cos-static",code!="503"}[20s])) / 30000';
  expect(await value(played, answered, DURING)).toBeCloseTo(1, 2);
  expect(await value(played, 'cos_request_quota_usage_ratio{resource="cos-static"}', DURING)).toBeGreaterThan(
    3,
  );
});

it("deleted objects are missed as often as they were read, and versions bring all back", async () => {
  const played = playWith(acting("cos.objects_deleted", "cos-static", { deletedRatio: 0.4 }));
  const objects = 'cos_objects{resource="cos-static"}';
  expect(await value(played, share("404"), DURING)).toBeCloseTo(0.41, 1);
  expect(await value(played, objects, DURING)).toBeCloseTo(
    0.6 * (await value(played, objects, START - 10_000)),
    -1,
  );
  expect(await value(played, objects, END)).toBe(await value(played, objects, START - 10_000));
});

it("objects that a rule moved away come back minutes after it is removed", async () => {
  const played = playWith(acting("cos.lifecycle_misconfigured", "cos-static", { movedRatioPerMinute: 0.1 }));
  const at = (t: UnixMs) => value(played, share("403"), t);
  expect(await at(START + 60_000)).toBeGreaterThan(0.03);
  expect(await at(DURING)).toBeCloseTo(0.38, 1);
  expect(await at(END + 60_000)).toBeGreaterThan(0.05);
  expect(await at(LAST)).toBeLessThan(0.005);
});

describe("replication that is broken", () => {
  const played = playWith(acting("cos.replication_broken", "cos-archive"));
  const lag = 'cos_replication_lag_seconds{resource="cos-archive"}';
  const pending = 'cos_replication_pending_bytes{resource="cos-archive"}';

  it("falls behind second by second by what is written", async () => {
    const early = await value(played, lag, START + 60_000);
    expect((await value(played, lag, START + 180_000)) - early).toBeCloseTo(120, 0);
    expect(await value(played, pending, START + 180_000)).toBeGreaterThan(
      1.9 * (await value(played, pending, START + 60_000)),
    );
  });

  it("catches up at the pace of the line", async () => {
    expect(await value(played, pending, END + 60_000)).toBe(0);
    expect(await value(played, lag, END + 60_000)).toBe(45);
  });

  it("is refused where nothing is copied, as deletion is where no version is kept", () => {
    const target = (spec: Record<string, unknown>) => ({
      id: "cos-x",
      product: "cos",
      cluster: null,
      spec,
      state: { compared: {}, detail: {} },
    });
    expect(findFault("cos.replication_broken")?.refuse?.(target({ replication: false }), [])?.en).toMatch(
      /not copied/,
    );
    expect(findFault("cos.objects_deleted")?.refuse?.(target({ versioning: false }), [])?.en).toMatch(
      /no versions/,
    );
    expect(findFault("cos.objects_deleted")?.refuse?.(target({ versioning: true }), [])).toBeNull();
  });
});

it("shoppers hardly notice a bucket that is closed to all: pages show placeholders", async () => {
  const played = playWith(acting("cos.api_banned", "cos-static"));
  const success =
    'sum(rate(business_requests_total{app="mall",outcome="ok"}[1m])) / sum(rate(business_requests_total{app="mall"}[1m]))';
  expect(await value(played, share("403"), DURING)).toBe(1);
  expect(await value(played, success, DURING)).toBeGreaterThan(0.998);
});
