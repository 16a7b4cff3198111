import { describe, expect, it } from "vitest";
import { MINUTE_MS, SECOND_MS, type UnixMs } from "@/lib/core/time";
import { findFault } from "@/lib/products/catalogue";
import type { ActiveFault } from "@/lib/simulator/effects";
import { EVENING, fault, metricsBehind, play, type Play } from "../../support/play-world";

const START = EVENING + 2 * MINUTE_MS;
const END = START + 4 * MINUTE_MS;
/** The last moment at which the fault acts. */
const DURING = END - 5 * SECOND_MS;
const LAST = END + 4 * MINUTE_MS;
const METRICS = metricsBehind([
  "cfs_clients",
  "cfs_operations_total",
  "cfs_operation_errors_total",
  "cfs_operation_duration_seconds",
  "cfs_read_bytes_total",
  "cfs_write_bytes_total",
  "cfs_iops_usage_ratio",
  "cfs_permitted_throughput_bytes_per_second",
  "cfs_burst_credit_bytes",
  "cfs_capacity_usage_ratio",
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

const p99 = (resource: string) =>
  `histogram_quantile(0.99, sum by (le) (rate(cfs_operation_duration_seconds_bucket{resource="${resource}"}[1m])))`;
const errors = (resource: string, reason: string) =>
  `rate(cfs_operation_errors_total{resource="${resource}",reason="${reason}"}[20s])`;

describe("burst credits that are gone", () => {
  const played = playWith(acting("cfs.burst_credits_exhausted", "cfs-share"));
  const permitted = 'cfs_permitted_throughput_bytes_per_second{resource="cfs-share"}';

  it("leave the base rate of what is stored: 50 KiB/s for each GiB", async () => {
    const base = 1_024 * 0.66 * 50 * 1_024;
    expect((await value(played, permitted, DURING)) / base).toBeCloseTo(1, 1);
    expect(await value(played, permitted, START - 10_000)).toBe(100 * 1_024 ** 2);
    expect(await value(played, p99("cfs-share"), DURING)).toBeGreaterThan(0.05);
  });

  it("are given back with the undo", async () => {
    const credits = 'cfs_burst_credit_bytes{resource="cfs-share"}';
    expect(await value(played, credits, DURING)).toBe(0);
    expect(await value(played, credits, END)).toBeGreaterThan(1e12);
    expect(await value(played, p99("cfs-share"), LAST)).toBeLessThan(0.02);
  });

  it("matter to nobody whose throughput is provisioned", () => {
    const target = {
      id: "cfs-x",
      product: "cfs",
      cluster: null,
      spec: { throughputMode: "provisioned" },
      state: { compared: {}, detail: {} },
    };
    expect(findFault("cfs.burst_credits_exhausted")?.refuse?.(target, [])?.en).toMatch(/provisioned/);
  });
});

it("a walk over many files has all others wait once the operations are used up", async () => {
  const [half, over] = [0.5, 1.3].map((loadRatio) =>
    playWith(acting("cfs.metadata_storm", "cfs-media", { loadRatio })),
  );
  if (!half || !over) throw new Error("Two plays were asked for.");
  expect(await value(half, p99("cfs-media"), DURING)).toBeLessThan(0.05);
  expect(await value(over, p99("cfs-media"), DURING)).toBeGreaterThan(0.5);
  expect(await value(over, errors("cfs-media", "timeout"), DURING)).toBeGreaterThan(100);
  expect(await value(over, p99("cfs-media"), LAST)).toBeLessThan(0.05);
});

describe("a quota that is reached", () => {
  const played = playWith(acting("cfs.capacity_full", "cfs-media", { fillRatioPerMinute: 0.5 }));
  const used = 'cfs_capacity_usage_ratio{resource="cfs-media"}';

  it("fills by so much a minute, then fails writes and no reads", async () => {
    expect(
      (await value(played, used, START + 30_000)) - (await value(played, used, START - 10_000)),
    ).toBeCloseTo(0.29, 1);
    expect(await value(played, errors("cfs-media", "no_space"), START + 30_000)).toBe(0);
    expect(await value(played, used, DURING)).toBe(1);
    expect(await value(played, errors("cfs-media", "no_space"), DURING)).toBeGreaterThan(5);
    expect(await value(played, 'rate(cfs_write_bytes_total{resource="cfs-media"}[20s])', DURING)).toBe(0);
    expect(
      await value(played, 'rate(cfs_read_bytes_total{resource="cfs-media"}[20s])', DURING),
    ).toBeGreaterThan(1e6);
  });

  it("has room again when the files are deleted", async () => {
    expect(await value(played, used, END)).toBeLessThan(0.6);
    expect(await value(played, errors("cfs-media", "no_space"), END + 30_000)).toBe(0);
  });
});

it("a read-only rule denies what writes, and nothing else", async () => {
  const played = playWith(acting("cfs.permission_rule_changed", "cfs-report"));
  const writes = 'rate(cfs_operations_total{resource="cfs-report",operation="write"}[20s])';
  expect(await value(played, errors("cfs-report", "denied"), DURING)).toBeCloseTo(
    await value(played, writes, DURING),
    0,
  );
  expect(
    await value(played, 'rate(cfs_read_bytes_total{resource="cfs-report"}[20s])', DURING),
  ).toBeGreaterThan(1e6);
});

it("clients that are cut off hang, the others go on", async () => {
  const played = playWith(acting("cfs.mount_target_lost", "cfs-media", { clientsRatio: 0.5 }));
  const done = 'sum(rate(cfs_operations_total{resource="cfs-media"}[20s]))';
  const usual = await value(played, done, START - 10_000);
  expect((await value(played, done, DURING)) / usual).toBeCloseTo(0.5, 1);
  expect(await value(played, errors("cfs-media", "unreachable"), DURING)).toBeGreaterThan(100);
  expect((await value(played, done, END + 30_000)) / usual).toBeCloseTo(1, 1);
});
