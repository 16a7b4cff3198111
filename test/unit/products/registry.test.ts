import { describe, expect, it } from "vitest";
import { MINUTE_MS, SECOND_MS, type UnixMs } from "@/lib/core/time";
import type { ActiveFault } from "@/lib/simulator/effects";
import { EVENING, fault, metricsBehind, play, type Play } from "../../support/play-world";

const START = EVENING + 2 * MINUTE_MS;
const END = START + 4 * MINUTE_MS;
/** The last moment at which the fault acts. */
const DURING = END - 5 * SECOND_MS;
const LAST = END + 3 * MINUTE_MS;
const METRICS = metricsBehind([
  "registry_up",
  "registry_is_leader",
  "registry_sessions",
  "registry_instances",
  "registry_stale_addresses_ratio",
  "registry_request_errors_total",
  "registry_requests_total",
  "registry_request_duration_seconds",
  "registry_outstanding_requests",
  "business_requests_total",
]);
const cluster = 'cluster="registry-mall"';

const acting = (id: string, resource: string, parameters: Record<string, unknown> = {}): ActiveFault =>
  fault(id, resource, START, END - START, parameters);
const playWith = (...faults: ActiveFault[]): Play =>
  play(EVENING, LAST - EVENING, { faults }, { metrics: METRICS });

async function value(played: Play, expr: string, at: UnixMs): Promise<number> {
  const [sample] = await played.ask(expr, at);
  if (!sample) throw new Error(`${expr} has no value.`);
  return sample.v;
}

const leaders = `sum(registry_is_leader{${cluster}})`;
const lookups = `sum(rate(registry_requests_total{${cluster},operation="lookup"}[20s]))`;
const refused = `sum(rate(registry_request_errors_total{${cluster},operation="lookup"}[20s]))`;
const stale = `max(registry_stale_addresses_ratio{${cluster}})`;
const success =
  'sum(rate(business_requests_total{app="mall",outcome="ok"}[1m])) / sum(rate(business_requests_total{app="mall"}[1m]))';

describe("a lost quorum", () => {
  const quorumLost = acting("registry.quorum_lost", "registry-mall-0");

  it("refuses every lookup, and hurts nobody who stays where they are", async () => {
    const played = playWith(quorumLost);
    expect(await value(played, leaders, DURING)).toBe(0);
    expect(await value(played, lookups, DURING)).toBe(0);
    expect(await value(played, refused, DURING)).toBeGreaterThan(10);
    expect(await value(played, success, DURING)).toBeGreaterThan(0.998);
  });

  it("leaves instances that move meanwhile unfound, until it is back", async () => {
    const move = fault("cvm.node_down", "cvm-a-1", START + 30_000, 2 * MINUTE_MS);
    const [still, moved] = [playWith(quorumLost), playWith(quorumLost, move)];
    expect(await value(moved, stale, DURING)).toBeGreaterThan(5 * (await value(still, stale, DURING)));
    expect(await value(moved, stale, LAST)).toBeLessThan(0.005);
  });

  it("ends with an election once the nodes are back", async () => {
    const played = playWith(quorumLost);
    expect(await value(played, leaders, END + 45_000)).toBe(1);
    expect(await value(played, refused, LAST)).toBe(0);
  });
});

describe("a lost leader", () => {
  const played = playWith(acting("registry.leader_lost", "registry-mall-0"));

  it("is replaced within 15 seconds, and never are there two", async () => {
    for (let at = START - 30_000; at <= LAST; at += 5 * SECOND_MS)
      expect(await value(played, leaders, at)).toBeLessThanOrEqual(1);
    expect(await value(played, leaders, START + 15_000)).toBe(1);
    expect(await value(played, refused, START + 60_000)).toBe(0);
  });

  it("is a follower when it is back", async () =>
    expect(await value(played, 'registry_is_leader{resource="registry-mall-0"}', LAST)).toBe(0));
});

it("sessions of a lost node are with the others, and none is lost", async () => {
  const played = playWith(acting("registry.node_down", "registry-mall-2"));
  const sessions = `sum(registry_sessions{${cluster}})`;
  const usual = await value(played, sessions, START - 10_000);
  expect(Math.abs((await value(played, sessions, DURING)) - usual)).toBeLessThanOrEqual(2);
  expect(await value(played, 'registry_sessions{resource="registry-mall-1"}', DURING)).toBeCloseTo(
    usual / 2,
    -1,
  );
});

describe("a slow disk", () => {
  const p99 = (resource: string) =>
    `histogram_quantile(0.99, sum by (le) (rate(registry_request_duration_seconds_bucket{resource="${resource}"}[1m])))`;

  it("is felt by the follower's own clients alone", async () => {
    const played = playWith(acting("registry.fsync_slow", "registry-mall-1"));
    expect(await value(played, p99("registry-mall-1"), DURING)).toBeGreaterThan(0.2);
    expect(await value(played, p99("registry-mall-2"), DURING)).toBeLessThan(0.05);
  });

  it("is felt by all when the leader has it and it cannot keep up", async () => {
    const played = playWith(acting("registry.fsync_slow", "registry-mall-0", { delayMs: 5_000 }));
    expect(await value(played, `max(registry_outstanding_requests{${cluster}})`, DURING)).toBeGreaterThan(0);
    expect(await value(played, p99("registry-mall-2"), DURING)).toBeGreaterThan(0.05);
  });
});

describe("deleted registrations", () => {
  const played = playWith(acting("registry.data_deleted", "registry-mall-0", { deletedRatio: 0.9 }));
  const instances = 'registry_instances{resource="registry-mall-0"}';

  it("have callers crowd on what is left", async () => {
    const usual = await value(played, instances, START - 10_000);
    expect(await value(played, instances, DURING)).toBeCloseTo(0.1 * usual, -1);
    expect(await value(played, success, DURING)).toBeLessThan(0.995);
  });

  it("are back within a minute, as instances send their heartbeats", async () => {
    const usual = await value(played, instances, START - 10_000);
    expect(await value(played, instances, END + MINUTE_MS)).toBeGreaterThan(0.98 * usual);
  });
});

it("the instances that it knows are those that run", async () => {
  const played = playWith(acting("cvm.node_down", "cvm-a-1"));
  const instances = 'registry_instances{resource="registry-mall-0"}';
  const usual = await value(played, instances, START - 10_000);
  expect(await value(played, instances, START + 50_000)).toBeLessThan(usual);
  expect(await value(played, instances, DURING)).toBe(usual);
});
