import { describe, expect, it } from "vitest";
import { MINUTE_MS, SECOND_MS } from "@/lib/core/time";
import { fault, metricsBehind, MORNING, play } from "../../support/play-world";

const START = MORNING + 2 * MINUTE_MS;
const END = START + 3 * MINUTE_MS;
const METRICS = metricsBehind([
  "cvm_up",
  "cvm_load1",
  "cvm_tcp_retransmit_ratio",
  "cvm_network_transmit_bytes_total",
  "cvm_oom_kills_total",
  "tke_error_ratio",
  "tke_request_duration_seconds",
]);
const whenActs = (faultId: string, parameters: Record<string, unknown> = {}) =>
  play(
    MORNING,
    7 * MINUTE_MS,
    { faults: [fault(faultId, "cvm-a-1", START, END - START, parameters)] },
    { metrics: METRICS },
  );
const here = async (played: ReturnType<typeof play>, metric: string, at: number) =>
  (await played.view(metric, at, 'resource="cvm-a-1"'))[0]?.v;
const mean = async (played: ReturnType<typeof play>, metric: string, at: number) =>
  (await played.ask(metric, at))[0]?.v ?? Number.NaN;

describe("a server", () => {
  it("answers at once when it was only cut off, and after a boot when it was down", async () => {
    const cut = whenActs("cvm.network_cut");
    const down = whenActs("cvm.node_down");
    expect(await here(cut, "cvm_up", END - 5 * SECOND_MS)).toBe(0);
    expect(await here(down, "cvm_up", END - 5 * SECOND_MS)).toBe(0);
    expect(await here(cut, "cvm_up", END + 5 * SECOND_MS)).toBe(1);
    expect(await here(down, "cvm_up", END + 20 * SECOND_MS)).toBe(0);
    expect(await here(down, "cvm_up", END + 40 * SECOND_MS)).toBe(1);
  });

  it("sends as many segments again as it loses", async () => {
    const played = whenActs("cvm.network_loss", { lossRatio: 0.2 });
    expect(await here(played, "cvm_tcp_retransmit_ratio", START + 2 * MINUTE_MS)).toBeCloseTo(0.2, 2);
    expect(await here(played, "cvm_tcp_retransmit_ratio", START - 5 * SECOND_MS)).toBe(0);
  });

  it("loses few calls to a tenth of lost packets, and many to two thirds", async () => {
    const errors = async (lossRatio: number) =>
      mean(
        whenActs("cvm.network_loss", { lossRatio }),
        'sum(rate(tke_requests_total{outcome="error",zone="zone-a"}[1m])) / sum(rate(tke_requests_total{zone="zone-a"}[1m]))',
        START + 2 * MINUTE_MS,
      );
    expect(await errors(0.1)).toBeLessThan(0.002);
    expect(await errors(0.67)).toBeGreaterThan(0.01);
  });

  it("is trusted with a clock four minutes off, and refused with one that is six", async () => {
    const errors = async (offsetS: number) =>
      mean(
        whenActs("cvm.clock_skew", { offsetS }),
        'sum(rate(tke_requests_total{outcome="error",app="mall"}[1m]))',
        START + 2 * MINUTE_MS,
      );
    expect(await errors(240)).toBe(0);
    expect(await errors(360)).toBeGreaterThan(1);
  });

  it("averages its load over a minute: two thirds of the way after one", async () => {
    const played = whenActs("cvm.cpu_exhaustion", { usageRatio: 1 });
    const rest = (await here(played, "cvm_load1", START)) ?? Number.NaN;
    const minute = (await here(played, "cvm_load1", START + MINUTE_MS)) ?? Number.NaN;
    // Sixteen cores busy all the time are sixteen runnable tasks: 1 - 1/e of them show after a minute.
    expect(minute - rest).toBeGreaterThan(16 * 0.55);
    expect(minute - rest).toBeLessThan(16 * 0.7);
  });

  it("has processes killed by the kernel once all memory is taken", async () => {
    const played = whenActs("cvm.memory_exhaustion", { usageRatio: 1 });
    expect(await here(played, "cvm_oom_kills_total", START)).toBe(0);
    expect(await here(played, "cvm_oom_kills_total", END)).toBeGreaterThanOrEqual(5);
  });
});
