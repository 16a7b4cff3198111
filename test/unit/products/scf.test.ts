import { assert, double, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { MINUTE_MS } from "@/lib/core/time";
import { refusedShare } from "@/lib/products/scf/behaviour";
import { fault, metricsBehind, MORNING, play } from "../../support/play-world";

const START = MORNING + 2 * MINUTE_MS;
const METRICS = metricsBehind([
  "scf_error_ratio",
  "scf_throttle_ratio",
  "scf_duration_seconds",
  "scf_cold_start_ratio",
  "scf_concurrency",
  "tke_error_ratio",
]);
const whenActs = (faultId: string, parameters: Record<string, unknown> = {}) =>
  play(
    MORNING,
    9 * MINUTE_MS,
    { faults: [fault(faultId, "scf-antifraud", START, 3 * MINUTE_MS, parameters)] },
    { metrics: METRICS },
  );
const valueOf = async (played: ReturnType<typeof play>, metric: string, at: number) =>
  (await played.view(metric, at, 'resource="scf-antifraud"'))[0]?.v ?? Number.NaN;

describe("Erlang's loss formula", () => {
  it.each([
    [1, 1, 0.5],
    [1, 2, 0.2],
    [5, 10, 0.018_385],
    [10, 10, 0.214_582],
  ])("refuses of %s erlangs on %s servers the share of the tables", (load, servers, share) =>
    expect(refusedShare(load, servers)).toBeCloseTo(share, 5),
  );

  it("refuses more with more load, less with more servers, and nobody where nobody comes", () => {
    assert(
      property(
        double({ min: 0.1, max: 200, noNaN: true }),
        integer({ min: 1, max: 300 }),
        (load, servers) => {
          const share = refusedShare(load, servers);
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1);
          expect(refusedShare(load * 1.1, servers)).toBeGreaterThanOrEqual(share - 1e-9);
          expect(refusedShare(load, servers + 1)).toBeLessThanOrEqual(share + 1e-9);
        },
      ),
    );
    expect(refusedShare(0, 1)).toBe(0);
  });
});

describe("a function", () => {
  it("is throttled at its quota, and its caller that needs it fails with it", async () => {
    const played = whenActs("scf.quota_reached", { leftRatio: 0 });
    expect(await valueOf(played, "scf_throttle_ratio", START + 2 * MINUTE_MS)).toBe(1);
    const [caller] = await played.view("tke_error_ratio", START + 2 * MINUTE_MS, 'cluster="risk-control"');
    expect(caller?.v).toBeGreaterThan(0.9);
    expect(await valueOf(played, "scf_throttle_ratio", START + 6 * MINUTE_MS)).toBe(0);
  });

  it("runs more at once when what it asks is slow, as Little's law says", async () => {
    const played = whenActs("scf.dependency_slow", { delayMs: 1_000 });
    const before = await valueOf(played, "scf_concurrency", START - 5_000);
    const during = await valueOf(played, "scf_concurrency", START + 2 * MINUTE_MS);
    // 30 ms became 1,030 ms; traffic wanders by a few per cent.
    expect(during / before).toBeGreaterThan(25);
    expect(during / before).toBeLessThan(45);
  });

  it("pays a cold start in the tail of its latency when nothing is kept warm", async () => {
    const played = whenActs("scf.environments_recycled", { coldRatio: 0.5 });
    expect(await valueOf(played, "scf_cold_start_ratio", START + 2 * MINUTE_MS)).toBeCloseTo(0.5, 1);
    // Its Go runtime starts in 250 ms.
    expect(await valueOf(played, "scf_duration_seconds", START + 2 * MINUTE_MS)).toBeGreaterThan(0.25);
    expect(await valueOf(played, "scf_duration_seconds", START - 5_000)).toBeLessThan(0.15);
  });

  it("is cut off at a time-out below its duration, and not at one well above", async () => {
    const errors = async (durationRatio: number) =>
      valueOf(whenActs("scf.timeout_too_low", { durationRatio }), "scf_error_ratio", START + 2 * MINUTE_MS);
    expect(await errors(0.5)).toBe(1);
    expect(await errors(5)).toBeLessThan(0.001);
  });

  it("is killed for lack of memory only when less is left than it needs", async () => {
    const errors = async (memoryRatio: number) =>
      valueOf(whenActs("scf.memory_too_low", { memoryRatio }), "scf_error_ratio", START + 2 * MINUTE_MS);
    expect(await errors(0.3)).toBeGreaterThan(0.9);
    expect(await errors(0.9)).toBeLessThan(0.001);
  });
});
