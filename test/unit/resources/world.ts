import type { IgnoredDifference, ObservedResource, Resource } from "@/db/schema/resources";
import type { InventoryRow } from "@/lib/resources/inventory";
import { YOUNG_MS } from "@/lib/resources/compare";
import type { LiveRow } from "@/lib/resources/query";

const AT = new Date(Date.UTC(2026, 0, 1));

export const record = (id: string, over: Partial<Resource> = {}): Resource => ({
  id,
  product: "mysql",
  app: "mall",
  layer: "data",
  zone: "zone-a",
  cluster: null,
  origin: "declared",
  state: "running",
  keeper: "machine",
  spec: {},
  labels: {},
  dependsOn: [],
  lastSeenAt: null,
  createdAt: AT,
  updatedAt: AT,
  ...over,
});

export const observed = (id: string, over: Partial<ObservedResource> = {}): ObservedResource => ({
  id,
  product: "mysql",
  job: null,
  instance: null,
  attributes: { product: ["mysql"], app: ["mall"], layer: ["data"], zone: ["zone-a"] },
  state: "seen",
  firstSeenAt: AT,
  lastSeenAt: AT,
  ...over,
});

export const answer = (over: Partial<IgnoredDifference> = {}): IgnoredDifference => ({
  resourceId: "a",
  kind: "missing",
  attribute: "",
  observed: "",
  reason: "is moved by hand",
  expiresAt: new Date(AT.getTime() + YOUNG_MS + 1_000),
  actorName: "someone",
  createdAt: AT,
  ...over,
});

export function liveRow(id: string, over: Partial<Resource> = {}, live: Partial<LiveRow> = {}): LiveRow {
  const row: InventoryRow = {
    record: record(id, over),
    observed: observed(id),
    labels: Object.entries(over.labels ?? {}).map(([name, value]) => `${name}=${value}`),
    text: id.toLowerCase(),
    differences: 0,
  };
  return {
    ...row,
    conditions: {
      alarms: { firing: 0, worst: null },
      findings: { open: 0, worst: null },
      faults: 0,
    },
    utilisation: null,
    ...live,
  };
}

export const NOW = AT.getTime();
