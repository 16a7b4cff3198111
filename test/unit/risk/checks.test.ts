import { describe, expect, it } from "vitest";
import { findMetric } from "@/lib/products/catalogue";
import { RISK_CHECKS } from "@/lib/risk/catalogue";
import { metricKey, runChecks } from "@/lib/risk/run-checks";

const NOW = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;

function decide(id: string, spec: Record<string, unknown>, value?: number) {
  const check = RISK_CHECKS.find((own) => own.id === id);
  return check?.decide({ resource: { id: "r", product: check.products[0] ?? "", spec }, value, now: NOW })
    .state;
}

describe("checks of attributes", () => {
  it.each([
    ["no-standby", { replicas: 1 }, "failed"],
    ["no-standby", { replicas: 2 }, "passed"],
    ["no-standby", {}, "unknown"],
    ["no-standby", { replicas: "2" }, "unknown"],
    ["single-zone", { zones: ["a"] }, "failed"],
    ["single-zone", { zones: ["a", "b"] }, "passed"],
    ["single-zone", {}, "unknown"],
    ["backup-off", { backupEnabled: false }, "failed"],
    ["backup-off", { backupEnabled: true }, "passed"],
    ["backup-off", {}, "unknown"],
    ["backup-retention-short", { backupEnabled: true, backupRetentionDays: 6 }, "failed"],
    ["backup-retention-short", { backupEnabled: true, backupRetentionDays: 7 }, "passed"],
    ["backup-retention-short", { backupEnabled: false, backupRetentionDays: 0 }, "passed"],
    ["backup-retention-short", { backupEnabled: true }, "unknown"],
    ["deletion-protection-off", { deletionProtection: false }, "failed"],
    ["deletion-protection-off", { deletionProtection: true }, "passed"],
    ["deletion-protection-off", {}, "unknown"],
    ["certificate-expiring", { certificateExpiresAt: NOW + 29 * DAY }, "failed"],
    ["certificate-expiring", { certificateExpiresAt: NOW - DAY }, "failed"],
    ["certificate-expiring", { certificateExpiresAt: NOW + 30 * DAY }, "passed"],
    ["certificate-expiring", {}, "unknown"],
    ["limits-missing", { cpuCores: 1, memoryBytes: 1 }, "passed"],
    ["limits-missing", { cpuCores: 1 }, "failed"],
  ])("%s of %j is %s", (id, spec, state) => expect(decide(id, spec)).toBe(state));
});

describe("checks of metrics", () => {
  it.each([
    ["disk-nearly-full", 0.8, 0.81],
    ["cpu-busy", 0.7, 0.71],
    ["connections-busy", 0.8, 0.81],
    ["replica-behind", 10, 10.1],
  ])("%s passes at %d, fails at %d, and knows nothing without a sample", (id, good, bad) => {
    expect(decide(id, {}, good)).toBe("passed");
    expect(decide(id, {}, bad)).toBe("failed");
    expect(decide(id, {})).toBe("unknown");
    expect(decide(id, {}, Number.NaN)).toBe("unknown");
  });

  it("read metrics that the catalogue has", () => {
    const exprs = RISK_CHECKS.flatMap(({ metric, products }) => (metric ? products.map(metric) : []));
    const names = exprs.flatMap((expr) =>
      [...expr.matchAll(/\b(?:tke|cvm|redis|ckafka|mysql)_\w+/g)].map(([name]) => name),
    );
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !findMetric(name))).toEqual([]);
  });
});

describe("runChecks", () => {
  const checks = RISK_CHECKS.filter(({ id }) => id === "disk-nearly-full");
  const resources = [
    { id: "full", product: "mysql", spec: {} },
    { id: "unseen", product: "mysql", spec: {} },
    { id: "other", product: "clb", spec: {} },
  ];
  const values = new Map([[metricKey("disk-nearly-full", "mysql"), new Map([["full", 0.9]])]]);

  it("looks at the check's products only, and keeps the query as evidence", () => {
    const pairs = runChecks({ checks, resources, values, open: [], now: NOW });
    expect(pairs.map(({ resourceId, state }) => [resourceId, state])).toEqual([
      ["full", "failed"],
      ["unseen", "unknown"],
    ]);
    expect(pairs[0]?.evidence).toEqual({
      value: 0.9,
      limit: 0.8,
      unit: "ratio",
      query: "max by (resource) (mysql_disk_usage_ratio)",
    });
  });

  it("keeps a finding open that can no longer be seen, and marks it stale", () => {
    const open = [{ checkId: "disk-nearly-full", resourceId: "unseen", evidence: { value: 0.95 } }];
    const pairs = runChecks({ checks, resources, values, open, now: NOW });
    expect(pairs[1]).toMatchObject({ state: "failed", evidence: { value: 0.95, stale: true } });
  });
});
