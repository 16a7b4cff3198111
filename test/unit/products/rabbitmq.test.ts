import { describe, expect, it } from "vitest";
import { MINUTE_MS, SECOND_MS, type UnixMs } from "@/lib/core/time";
import type { ActiveFault } from "@/lib/simulator/effects";
import { EVENING, fault, metricsBehind, play, type Play } from "../../support/play-world";

const START = EVENING + 2 * MINUTE_MS;
const END = START + 3 * MINUTE_MS;
/** The last moment at which the fault acts. */
const DURING = END - 5 * SECOND_MS;
const LAST = END + 4 * MINUTE_MS;
const METRICS = metricsBehind([
  "rabbitmq_up",
  "rabbitmq_messages_published_total",
  "rabbitmq_messages_acknowledged_total",
  "rabbitmq_publish_errors_total",
  "rabbitmq_queue_messages_ready",
  "rabbitmq_queue_messages_unacked",
  "rabbitmq_queues_led",
  "rabbitmq_connections",
  "rabbitmq_file_descriptors_usage_ratio",
]);

const cluster = 'cluster="rabbitmq-notify"';
const acting = (id: string, resource: string, parameters: Record<string, unknown> = {}): ActiveFault =>
  fault(id, resource, START, END - START, parameters);
const playWith = (...faults: ActiveFault[]): Play =>
  play(EVENING, LAST - EVENING, { faults }, { metrics: METRICS });

async function value(played: Play, expr: string, at: UnixMs): Promise<number> {
  const [sample] = await played.ask(expr, at);
  if (!sample) throw new Error(`${expr} has no value.`);
  return sample.v;
}

const published = `sum(rate(rabbitmq_messages_published_total{${cluster}}[20s]))`;
const acknowledged = `sum(rate(rabbitmq_messages_acknowledged_total{${cluster}}[20s]))`;
const failed = (reason: string) =>
  `sum(rate(rabbitmq_publish_errors_total{${cluster},reason="${reason}"}[20s]))`;

describe.each([
  ["memory", "rabbitmq.memory_alarm"],
  ["disk", "rabbitmq.disk_full"],
])("the %s alarm of one node", (_, id) => {
  const played = playWith(acting(id, "rabbitmq-notify-0"));

  it("blocks the publishers of all nodes, and lets consumers go on until the queues are empty", async () => {
    const usual = await value(played, published, START - 10_000);
    expect(await value(played, published, DURING)).toBe(0);
    expect(await value(played, failed("blocked"), DURING)).toBeGreaterThan(0.9 * usual);
    expect(await value(played, `sum(rabbitmq_queue_messages_ready{${cluster}})`, DURING)).toBe(0);
  });

  it("is over with its cause", async () => {
    expect(await value(played, failed("blocked"), END + 30_000)).toBe(0);
    expect(await value(played, published, END + 30_000)).toBeGreaterThan(0);
  });
});

describe("a lost node", () => {
  const played = playWith(acting("rabbitmq.node_down", "rabbitmq-notify-0"));

  it("costs its queues the seconds of an election, and the others nothing", async () => {
    expect(await value(played, failed("no_leader"), START + 15_000)).toBeGreaterThan(0);
    expect(await value(played, failed("no_leader"), START + 60_000)).toBe(0);
    expect(await value(played, `sum(rabbitmq_queues_led{${cluster}})`, DURING)).toBe(3);
  });

  it("leads nothing when it is back, until leaders are spread again", async () => {
    const led = 'rabbitmq_queues_led{resource="rabbitmq-notify-0"}';
    expect(await value(played, led, END + 60_000)).toBe(0);
    expect(await value(played, led, LAST)).toBe(1);
  });
});

it("without a majority no queue takes a message, whoever leads it", async () => {
  const played = playWith(
    acting("rabbitmq.node_down", "rabbitmq-notify-0"),
    acting("rabbitmq.network_partition", "rabbitmq-notify-1"),
  );
  const taken = 'rate(rabbitmq_messages_published_total{resource="rabbitmq-notify-2",queue="email"}[20s])';
  expect(await value(played, taken, START - 10_000)).toBeGreaterThan(1);
  expect(await value(played, taken, DURING)).toBe(0);
  expect(await value(played, taken, LAST)).toBeGreaterThan(1);
});

describe("a queue with a limit", () => {
  const played = playWith(acting("rabbitmq.queue_limit", "rabbitmq-notify-0", { lengthMessages: 300 }));
  const ready = 'rabbitmq_queue_messages_ready{queue="sms",cluster="rabbitmq-notify"}';

  it("never grows past it, and refuses the rest at once", async () => {
    for (let at = START; at < END; at += 15 * SECOND_MS)
      expect(await value(played, ready, at)).toBeLessThanOrEqual(300);
    expect(await value(played, failed("full"), DURING)).toBeGreaterThan(10);
  });

  it("leaves the queues of other nodes alone", async () =>
    expect(
      await value(
        played,
        'rate(rabbitmq_messages_acknowledged_total{resource="rabbitmq-notify-1",queue="push"}[20s])',
        DURING,
      ),
    ).toBeGreaterThan(1));
});

it("a stalled consumer holds its prefetch, and the rest is ready for another", async () => {
  const played = playWith(acting("rabbitmq.consumers_stalled", "rabbitmq-notify-0"));
  expect(
    await value(played, 'rabbitmq_queue_messages_unacked{queue="sms",cluster="rabbitmq-notify"}', DURING),
  ).toBe(600);
  expect(
    await value(played, 'rabbitmq_queue_messages_ready{queue="sms",cluster="rabbitmq-notify"}', DURING),
  ).toBeGreaterThan(2_000);
  const drained = await value(played, acknowledged, END + 15_000);
  expect(drained).toBeGreaterThan(1.5 * (await value(played, acknowledged, START - 10_000)));
});

it("leaked connections stop at the limit of file descriptors", async () => {
  const played = playWith(
    acting("rabbitmq.connection_leak", "rabbitmq-notify-2", { connectionsPerS: 1_000 }),
  );
  const used = 'rabbitmq_file_descriptors_usage_ratio{resource="rabbitmq-notify-2"}';
  expect(await value(played, used, START + 30_000)).toBeCloseTo(0.55, 1);
  expect(await value(played, used, DURING)).toBe(1);
  expect(await value(played, used, END + 10_000)).toBeLessThan(0.05);
});

it.each([
  ["rabbitmq.consumers_stalled"],
  ["rabbitmq.poison_message"],
  ["rabbitmq.queue_limit"],
  ["rabbitmq.node_down"],
])("loses no message to %s: what was confirmed is worked off or waits", async (id) => {
  const played = playWith(acting(id, "rabbitmq-notify-0"));
  const total = (name: string) => `sum(last_over_time(${name}{${cluster}}[10m]))`;
  for (const at of [DURING, LAST]) {
    const waiting =
      (await value(played, `sum(rabbitmq_queue_messages_ready{${cluster}})`, at)) +
      (await value(played, `sum(rabbitmq_queue_messages_unacked{${cluster}})`, at));
    const gap =
      (await value(played, total("rabbitmq_messages_published_total"), at)) -
      (await value(played, total("rabbitmq_messages_acknowledged_total"), at)) -
      waiting;
    // Counters are read whole, nine of them; what is in work for a moment counts as unacknowledged.
    expect(Math.abs(gap)).toBeLessThan(20);
  }
});
