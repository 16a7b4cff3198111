import { assert, array, double, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "@/lib/core/time";
import { newAutoscaler, stepAutoscaler } from "@/lib/products/tke/behaviour-autoscaler";
import { throttledShare } from "@/lib/products/tke/behaviour";
import { EVENING, fault, MORNING, play } from "../../support/play-world";

const START = MORNING + 2 * MINUTE_MS;
type Played = ReturnType<typeof play>;
const valueOf = async (played: Played, expr: string, at: number) =>
  (await played.ask(expr, at))[0]?.v ?? Number.NaN;
const whenActs = (
  faultId: string,
  target: string,
  forMs: number,
  metrics: readonly string[],
  parameters: Record<string, unknown> = {},
) =>
  play(
    MORNING,
    2 * MINUTE_MS + forMs + 6 * MINUTE_MS,
    { faults: [fault(faultId, target, START, forMs, parameters)] },
    { metrics: new Set(metrics) },
  );

describe("the autoscaler of pods", () => {
  /** Steps of 5 s with the same usage. */
  const run = (state: ReturnType<typeof newAutoscaler>, seconds: number, usage: number, max = 16) => {
    for (let s = 0; s < seconds; s += 5) stepAutoscaler(state, state.wanted, usage, 8, max, 5);
    return state.wanted;
  };

  it("acts at its syncs, on metrics that are one sync old", () => {
    const state = newAutoscaler(8);
    expect(run(state, 25, 1)).toBe(8);
    expect(run(state, 5, 1)).toBe(11);
  });

  it("leaves a tenth around its target alone", () => expect(run(newAutoscaler(8), 600, 0.81)).toBe(8));

  it("scales down five minutes after the last need, to the most that was needed meanwhile", () => {
    const state = newAutoscaler(8);
    run(state, 120, 1);
    expect(state.wanted).toBe(16);
    run(state, 60, 0.5);
    run(state, 240, 0.2);
    expect(state.wanted).toBe(16);
    run(state, 60, 0.2);
    // 16 pods at half: 10.7 at the target.
    expect(state.wanted).toBe(11);
  });

  it("stays within its bounds, whatever comes", () => {
    assert(
      property(
        array(double({ min: 0, max: 1, noNaN: true }), { maxLength: 60 }),
        integer({ min: 1, max: 12 }),
        (usages, ticks) => {
          const state = newAutoscaler(8);
          for (const usage of usages) run(state, ticks * 5, usage);
          expect(state.wanted).toBeGreaterThanOrEqual(8);
          expect(state.wanted).toBeLessThanOrEqual(16);
        },
      ),
    );
  });
});

describe("a rush of six times an ordinary evening", () => {
  const T0 = EVENING + 5 * MINUTE_MS;
  const last = T0 + 90 * MINUTE_MS;
  const played = play(
    EVENING,
    last - EVENING,
    { promotions: [{ t0: T0, endAt: T0 + 5 * MINUTE_MS, peakRatio: 6 }] },
    { metrics: new Set(["tke_pods_desired", "tke_pods_ready", "tke_pods_max"]) },
  );
  const pods = 'tke_pods_desired{resource="tke-product-a"}';

  it("brings pods within a minute, ready half a minute later, and never more than may be", async () => {
    const before = await valueOf(played, pods, T0 - 2 * MINUTE_MS);
    expect(await valueOf(played, pods, T0 + MINUTE_MS)).toBeGreaterThan(before);
    expect(
      await valueOf(played, 'tke_pods_ready{resource="tke-product-a"}', T0 + 90 * SECOND_MS),
    ).toBeGreaterThan(before);
    for (let at = T0; at < T0 + 10 * MINUTE_MS; at += 15 * SECOND_MS)
      expect(await valueOf(played, "max(tke_pods_desired / tke_pods_max)", at)).toBeLessThanOrEqual(1);
  });

  it("is over when the pods are as before", async () =>
    expect(await valueOf(played, pods, last)).toBe(await valueOf(played, pods, EVENING + MINUTE_MS)));

  it("scales nothing that requests no processor", async () => {
    const notify = 'tke_pods_desired{resource="tke-notify-a"}';
    expect(await valueOf(played, notify, T0 + 5 * MINUTE_MS)).toBe(
      await valueOf(played, notify, EVENING + MINUTE_MS),
    );
  });
});

describe("the loss of most machines of a zone", () => {
  const lose = (prefix: string, machines: number) =>
    play(
      MORNING,
      8 * MINUTE_MS,
      {
        faults: Array.from({ length: machines }, (_, i) =>
          fault("cvm.node_down", `${prefix}${i + 1}`, START, 6 * MINUTE_MS),
        ),
      },
      { metrics: new Set(["tke_cluster_nodes", "tke_cluster_pods_pending", "tke_pods_waiting"]) },
    );

  it("leaves pods without room, until nodes come minutes later where the cluster may grow", async () => {
    const played = lose("cvm-a-", 6);
    const pending = (at: number) =>
      valueOf(played, 'tke_cluster_pods_pending{resource="tke-cluster-mall"}', at);
    const nodes = (at: number) => valueOf(played, 'tke_cluster_nodes{resource="tke-cluster-mall"}', at);
    expect(await pending(START + 90 * SECOND_MS)).toBeGreaterThan(0);
    expect(await nodes(START + 200 * SECOND_MS)).toBe(24);
    expect(await nodes(START + 240 * SECOND_MS)).toBeGreaterThan(24);
    expect(await pending(START + 240 * SECOND_MS)).toBe(0);
  });

  it("leaves them without room for good where it may not", async () => {
    const played = lose("cvm-broker-a-", 3);
    const pending = 'tke_cluster_pods_pending{resource="tke-cluster-broker"}';
    expect(await valueOf(played, pending, START + 5 * MINUTE_MS)).toBeGreaterThan(0);
    expect(
      await valueOf(played, 'tke_cluster_nodes{resource="tke-cluster-broker"}', START + 5 * MINUTE_MS),
    ).toBe(12);
  });
});

it("a release goes out and back a quarter of the pods at a time", async () => {
  const played = whenActs("tke.bad_rollout", "tke-product-a", 3 * MINUTE_MS, ["tke_pods_updated"]);
  const sound = (at: number) => valueOf(played, 'tke_pods_updated{resource="tke-product-a"}', at);
  expect(await sound(START)).toBe(8);
  expect(await sound(START + 20 * SECOND_MS)).toBe(6);
  expect(await sound(START + 40 * SECOND_MS)).toBe(4);
  expect(await sound(START + 90 * SECOND_MS)).toBe(0);
  expect(await sound(START + 3 * MINUTE_MS + 35 * SECOND_MS)).toBe(4);
  expect(await sound(START + 3 * MINUTE_MS + 90 * SECOND_MS)).toBe(8);
});

it("half of the pods are out with a probe of which four in five fail", async () => {
  const played = whenActs("tke.probe_misconfigured", "tke-product-a", 5 * MINUTE_MS, ["tke_pods_ready"], {
    failedRatio: 0.8,
  });
  const ready = (at: number) => valueOf(played, 'tke_pods_ready{resource="tke-product-a"}', at);
  // Three failures in a row are needed: nobody is out before.
  expect(await ready(START + 20 * SECOND_MS)).toBe(8);
  // 4.8 probes until three in a row fail, 5 until one succeeds: out for 51 % of the time.
  expect(await ready(START + 5 * MINUTE_MS)).toBe(4);
  expect(await ready(START + 5 * MINUTE_MS + 20 * SECOND_MS)).toBe(8);
});

it("a memory limit below what is used kills containers again and again, and one above kills none", async () => {
  const kills = async (limitRatio: number) =>
    valueOf(
      whenActs("tke.memory_limit_low", "tke-product-a", 3 * MINUTE_MS, ["tke_oom_kills_total"], {
        limitRatio,
      }),
      'tke_oom_kills_total{resource="tke-product-a"}',
      START + 3 * MINUTE_MS,
    );
  expect(await kills(0.5)).toBeGreaterThanOrEqual(10);
  expect(await kills(0.8)).toBe(0);
});

it("hanging threads are refused threads: errors begin only when the pool is used up", async () => {
  const played = whenActs(
    "tke.connection_leak",
    "tke-product-a",
    4 * MINUTE_MS,
    ["tke_threads_busy_ratio", "tke_requests_total"],
    { leakRatioPerMinute: 0.4 },
  );
  const busy = (at: number) => valueOf(played, 'tke_threads_busy_ratio{resource="tke-product-a"}', at);
  const errors = (at: number) =>
    valueOf(played, 'rate(tke_requests_total{resource="tke-product-a",outcome="error"}[30s])', at);
  expect(await busy(START + MINUTE_MS)).toBeGreaterThan(0.39);
  expect(await errors(START + 2 * MINUTE_MS)).toBe(0);
  const last = START + 4 * MINUTE_MS - 5 * SECOND_MS;
  expect(await busy(last)).toBe(1);
  expect(await errors(last)).toBeGreaterThan(10);
});

it("a storm of retries multiplies what callees get", async () => {
  const played = whenActs("tke.retry_storm", "tke-gateway-a", 3 * MINUTE_MS, ["tke_requests_total"], {
    attempts: 4,
  });
  const calls = (at: number) => valueOf(played, 'sum(rate(tke_requests_total{cluster="product"}[30s]))', at);
  // A third of the gateway sends everything four times: twice as much in all.
  const ratio = (await calls(START + 2 * MINUTE_MS)) / (await calls(START));
  expect(ratio).toBeGreaterThan(1.85);
  expect(ratio).toBeLessThan(2.15);
});

it("a container is throttled by its limit, ever more as it nears it", () => {
  expect(throttledShare(0, 0.01, 2)).toBe(0);
  expect(throttledShare(40, 0.01, 2)).toBeLessThan(0.001);
  expect(throttledShare(200, 0.01, 2)).toBeCloseTo(0.5, 5);
  assert(
    property(double({ min: 1, max: 400, noNaN: true }), (perS) => {
      expect(throttledShare(perS * 1.05, 0.01, 2)).toBeGreaterThanOrEqual(throttledShare(perS, 0.01, 2));
    }),
  );
});

it("an hour of calm changes neither pods nor nodes", async () => {
  const played = play(
    MORNING,
    HOUR_MS,
    {},
    { metrics: new Set(["tke_pods_ready", "tke_scalings_total", "tke_cluster_nodes"]) },
  );
  const last = MORNING + HOUR_MS;
  expect(await valueOf(played, "sum(tke_scalings_total)", last)).toBe(0);
  expect(await valueOf(played, "sum(tke_cluster_nodes)", last)).toBe(36);
});
