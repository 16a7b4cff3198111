import { describe, expect, it } from "vitest";
import { MINUTE_MS, SECOND_MS, type UnixMs } from "@/lib/core/time";
import { EVENING, fault, metricsBehind, play, type Play } from "../../support/play-world";

const START = EVENING + 2 * MINUTE_MS;
const END = START + 3 * MINUTE_MS;
/** The last moment at which the fault acts. */
const DURING = END - 5 * SECOND_MS;
const LAST = END + 4 * MINUTE_MS;
const METRICS = metricsBehind([
  "ckafka_up",
  "ckafka_messages_in_total",
  "ckafka_messages_out_total",
  "ckafka_consumer_lag_messages",
  "ckafka_produce_errors_total",
  "ckafka_under_replicated_partitions",
  "ckafka_offline_partitions",
  "ckafka_leader_partitions",
  "ckafka_disk_usage_ratio",
  "ckafka_cpu_usage_ratio",
]);

const on = (id: string, resource: string, parameters: Record<string, unknown> = {}): Play =>
  play(
    EVENING,
    LAST - EVENING,
    { faults: [fault(id, resource, START, END - START, parameters)] },
    { metrics: METRICS },
  );

async function value(played: Play, expr: string, at: UnixMs): Promise<number> {
  const [sample] = await played.ask(expr, at);
  if (!sample) throw new Error(`${expr} has no value.`);
  return sample.v;
}

const errors = 'sum(rate(ckafka_produce_errors_total{cluster="ckafka"}[20s]))';
const lag = (group: string) => `sum(ckafka_consumer_lag_messages{cluster="ckafka",group="${group}"})`;

describe("followers that stop copying", () => {
  it("leave the in-sync replicas after half a minute, not before", async () => {
    const played = on("ckafka.replication_stalled", "ckafka-0", { followers: 1 });
    const missing = 'sum(ckafka_under_replicated_partitions{cluster="ckafka"})';
    expect(await value(played, missing, START + 20 * SECOND_MS)).toBe(0);
    expect(await value(played, missing, START + 40 * SECOND_MS)).toBe(8);
    expect(await value(played, missing, END + 10 * SECOND_MS)).toBe(0);
  });

  it("let producers go on while two copies are in sync", async () => {
    const played = on("ckafka.replication_stalled", "ckafka-0", { followers: 1 });
    expect(await value(played, errors, DURING)).toBe(0);
  });

  it("have producers refused when only the leader is left", async () => {
    const played = on("ckafka.replication_stalled", "ckafka-0", { followers: 2 });
    expect(await value(played, errors, START + 20 * SECOND_MS)).toBe(0);
    expect(await value(played, errors, DURING)).toBeGreaterThan(10);
    expect(await value(played, errors, LAST)).toBe(0);
  });
});

describe("a disk that fills", () => {
  const played = on("ckafka.disk_full", "ckafka-1", { fillRatioPerMinute: 1 });
  const leads = 'ckafka_leader_partitions{resource="ckafka-1"}';

  it("takes the broker out of service though it answers, and gives it back half a minute after the undo", async () => {
    expect(await value(played, leads, START + 20 * SECOND_MS)).toBe(8);
    expect(await value(played, 'ckafka_disk_usage_ratio{resource="ckafka-1"}', DURING)).toBeGreaterThan(0.99);
    expect(await value(played, 'ckafka_up{resource="ckafka-1"}', DURING)).toBe(1);
    expect(await value(played, leads, DURING)).toBe(0);
    expect(await value(played, leads, END + 20 * SECOND_MS)).toBe(0);
    expect(await value(played, leads, END + 40 * SECOND_MS)).toBe(8);
  });

  it("leaves partitions without a leader for about as long as an election takes", async () => {
    const offline = 'sum(ckafka_offline_partitions{cluster="ckafka"})';
    let ticks = 0;
    for (let at = START; at <= DURING; at += 5 * SECOND_MS)
      if ((await value(played, offline, at)) > 0) ticks += 1;
    expect(ticks).toBeGreaterThan(0);
    expect(ticks * 5).toBeLessThanOrEqual(15);
  });
});

describe("a poison message", () => {
  const played = on("ckafka.poison_message", "ckafka-0", { group: "settlement", partitionsRatio: 0.5 });

  it("holds up its own group only, and what waited is read after it was skipped", async () => {
    const usual = await value(played, lag("notify"), START - 10_000);
    expect(await value(played, lag("settlement"), DURING)).toBeGreaterThan(5_000);
    expect(await value(played, lag("notify"), DURING)).toBeLessThan(2 * usual);
    expect(await value(played, lag("settlement"), LAST)).toBeLessThan(1_000);
  });
});

describe("leaders that pile up", () => {
  const played = on("ckafka.leader_imbalance", "ckafka-2", { leadersRatio: 0.75 });

  it("are moved, not made: the cluster leads as many partitions as before", async () => {
    const led = 'sum(ckafka_leader_partitions{cluster="ckafka"})';
    expect(await value(played, 'ckafka_leader_partitions{resource="ckafka-2"}', DURING)).toBe(18);
    for (const at of [START - 10_000, DURING, LAST]) expect(await value(played, led, at)).toBe(24);
  });
});

it.each([
  ["ckafka.consumer_stall", {}],
  ["ckafka.rebalance_storm", {}],
  ["ckafka.poison_message", {}],
  ["ckafka.broker_down", {}],
  ["ckafka.disk_full", { fillRatioPerMinute: 1 }],
])("loses no message to %s: what came in is read or waits", async (id, parameters) => {
  const played = on(id, "ckafka-0", parameters);
  for (const group of ["notify", "settlement"])
    for (const at of [DURING, LAST]) {
      // A dead broker shows no counters: what it had counted is in its last sample.
      const taken = 'sum(last_over_time(ckafka_messages_in_total{cluster="ckafka"}[10m]))';
      const read = `sum(last_over_time(ckafka_messages_out_total{cluster="ckafka",group="${group}"}[10m]))`;
      const waiting = await value(played, lag(group), at);
      const gap = (await value(played, taken, at)) - (await value(played, read, at)) - waiting;
      // The reading of the lag holds a quarter second of messages that were not yet fetched.
      expect(Math.abs(gap)).toBeLessThan(400);
    }
});
