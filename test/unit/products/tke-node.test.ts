import { describe, expect, it } from "vitest";
import { MINUTE_MS, SECOND_MS } from "@/lib/core/time";
import { fault, MORNING, play } from "../../support/play-world";

const START = MORNING + 2 * MINUTE_MS;
const METRICS = new Set([
  "tke_node_ready",
  "tke_node_up",
  "tke_node_pods",
  "tke_node_pressure",
  "tke_node_evictions_total",
  "tke_pods_ready",
  "tke_pods_desired",
]);
const whenActs = (faultId: string, forMs: number, playMs: number, parameters: Record<string, unknown> = {}) =>
  play(
    MORNING,
    playMs,
    { faults: [fault(faultId, "tke-node-a-1", START, forMs, parameters)] },
    { metrics: METRICS },
  );
type Played = ReturnType<typeof play>;
const NODE = '{resource="tke-node-a-1"}';
const valueOf = async (played: Played, expr: string, at: number) => (await played.ask(expr, at))[0]?.v;

/** Seconds after the start until the expression first has this value. */
async function secondsUntil(played: Played, expr: string, value: number, withinS: number): Promise<number> {
  for (let s = 5; s <= withinS; s += 5)
    if ((await valueOf(played, expr, START + s * SECOND_MS)) === value) return s;
  return Number.POSITIVE_INFINITY;
}

const missing = 'sum(tke_pods_desired{app="mall"}) - sum(tke_pods_ready{app="mall"})';

describe("a node whose kubelet stops", () => {
  const played = whenActs("tke_node.kubelet_down", 4 * MINUTE_MS, 9 * MINUTE_MS);

  it("is not ready after the grace of 40 s, and its pods serve until then", async () => {
    const seconds = await secondsUntil(played, `tke_node_ready${NODE}`, 0, 90);
    expect(seconds).toBeGreaterThanOrEqual(35);
    expect(seconds).toBeLessThanOrEqual(45);
    expect(await valueOf(played, missing, START + 30 * SECOND_MS)).toBe(0);
    expect(await valueOf(played, missing, START + (seconds + 5) * SECOND_MS)).toBeGreaterThan(0);
  });

  it("has its pods running elsewhere within two minutes, and back after it is well again", async () => {
    expect(await valueOf(played, missing, START + 2 * MINUTE_MS)).toBe(0);
    expect(await valueOf(played, `tke_node_pods${NODE}`, START + 2 * MINUTE_MS)).toBe(0);
    const [before, after] = [START, START + 6 * MINUTE_MS];
    expect(await valueOf(played, `tke_node_pods${NODE}`, after)).toBe(
      await valueOf(played, `tke_node_pods${NODE}`, before),
    );
  });
});

it("a node whose container runtime hangs is not ready after three minutes, and loses no pod before", async () => {
  const played = whenActs("tke_node.runtime_hang", 5 * MINUTE_MS, 7 * MINUTE_MS);
  const seconds = await secondsUntil(played, `tke_node_ready${NODE}`, 0, 290);
  expect(seconds).toBeGreaterThanOrEqual(175);
  expect(seconds).toBeLessThanOrEqual(190);
  expect(await valueOf(played, missing, START + 170 * SECOND_MS)).toBe(0);
});

it("a drained node empties without a single pod missing", async () => {
  const played = whenActs("tke_node.drained", 4 * MINUTE_MS, 7 * MINUTE_MS);
  for (let at = START; at <= START + 4 * MINUTE_MS; at += 5 * SECOND_MS)
    expect(await valueOf(played, missing, at)).toBe(0);
  expect(await valueOf(played, `tke_node_pods${NODE}`, START + 2 * MINUTE_MS)).toBe(0);
});

it("a cordoned node keeps what it has", async () => {
  const played = whenActs("tke_node.cordoned", 3 * MINUTE_MS, 5 * MINUTE_MS);
  const pods = `tke_node_pods${NODE}`;
  expect(await valueOf(played, pods, START + 2 * MINUTE_MS)).toBe(await valueOf(played, pods, START));
});

describe("a node that runs out of processes", () => {
  const played = whenActs("tke_node.pid_exhaustion", 2 * MINUTE_MS, 11 * MINUTE_MS);
  const evicted = `tke_node_evictions_total${NODE}`;

  it("evicts one pod in ten seconds until none is left, and they run elsewhere", async () => {
    const pods = (await valueOf(played, `tke_node_pods${NODE}`, START)) ?? 0;
    expect(await valueOf(played, evicted, START + 30 * SECOND_MS)).toBeGreaterThanOrEqual(2);
    expect(await valueOf(played, evicted, START + 30 * SECOND_MS)).toBeLessThanOrEqual(3);
    expect(await valueOf(played, evicted, START + 2 * MINUTE_MS)).toBe(pods);
    expect(await valueOf(played, missing, START + 2 * MINUTE_MS)).toBe(0);
  });

  it("tells the pressure for five minutes after it is over, and takes pods only then", async () => {
    const pressure = `max(tke_node_pressure${NODE})`;
    const end = START + 2 * MINUTE_MS;
    expect(await valueOf(played, pressure, end + 290 * SECOND_MS)).toBe(1);
    expect(await valueOf(played, `tke_node_pods${NODE}`, end + 290 * SECOND_MS)).toBe(0);
    expect(await valueOf(played, pressure, end + 310 * SECOND_MS)).toBe(0);
    expect(await valueOf(played, `tke_node_pods${NODE}`, end + 8 * MINUTE_MS)).toBeGreaterThan(0);
  });
});
