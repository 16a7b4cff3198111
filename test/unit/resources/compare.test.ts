import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ObservedResource, Resource } from "@/db/schema/resources";
import { accuracyOf, compareInventory, YOUNG_MS } from "@/lib/resources/compare";
import { DIFFERENCE_KINDS, OBSERVED_STATES, RESOURCE_STATES } from "@/lib/resources/constants";
import { answer, NOW, observed, record } from "./world";

const LATER = NOW + YOUNG_MS;
const seenMap = (rows: ObservedResource[]) => new Map(rows.map((row) => [row.id, row]));
const compare = (
  records: Resource[],
  seen: ObservedResource[],
  ignored = [] as ReturnType<typeof answer>[],
) => compareInventory(records, seenMap(seen), ignored, LATER);

describe("compareInventory", () => {
  it("agrees where every attribute that is seen is the one recorded", () => {
    const result = compare([record("a")], [observed("a")]);
    expect(result.differences).toEqual([]);
    expect(accuracyOf(result)).toBe(100);
    expect(result.attributes).toContainEqual({ attribute: "zone", compared: 1, equal: 1 });
  });

  it("tells what is missing, unknown and drifted, worst first, and counts each resource once", () => {
    const result = compare(
      [record("here"), record("missing"), record("moved", { zone: "zone-b", app: "other" })],
      [observed("here"), observed("moved"), observed("new")],
    );
    expect(
      result.differences.map(({ resourceId, kind, attribute }) => [resourceId, kind, attribute]),
    ).toEqual([
      ["missing", "missing", ""],
      ["new", "unknown", ""],
      ["moved", "drifted", "app"],
      ["moved", "drifted", "zone"],
    ]);
    expect(result.differences.at(-1)).toMatchObject({ declared: "zone-b", observed: ["zone-a"] });
    expect(result).toMatchObject({ compared: 4, accurate: 1 });
    expect(accuracyOf(result)).toBe(25);
  });

  it("does not compare what nobody can know: planned and not there yet, retiring or gone and not there any more", () => {
    const result = compare(
      [
        record("planned", { state: "planned" }),
        record("retiring", { state: "retiring" }),
        record("gone", { state: "gone" }),
        record("discovered", { origin: "discovered", state: "gone" }),
      ],
      [observed("discovered", { state: "gone" })],
    );
    expect(result).toMatchObject({ compared: 0, accurate: 0, differences: [] });
    expect(accuracyOf(result)).toBeNull();
  });

  it("gives a record five minutes for its first sample, and says when they are over", () => {
    const result = compareInventory([record("a")], new Map(), [], LATER - 1);
    expect(result).toMatchObject({ compared: 0, differences: [], validUntil: LATER });
    expect(compareInventory([record("a")], new Map(), [], LATER).counts.missing).toBe(1);
  });

  it("takes a stale resource for late, not for missing, and one that is gone for missing", () => {
    expect(compare([record("a")], [observed("a", { state: "stale" })]).differences).toEqual([]);
    expect(compare([record("a")], [observed("a", { state: "gone" })]).counts.missing).toBe(1);
  });

  it("reports a planned or gone resource that is seen running", () => {
    for (const state of ["planned", "gone"] as const)
      expect(compare([record("a", { state })], [observed("a")]).differences).toMatchObject([
        { kind: "drifted", attribute: "state", declared: state, observed: ["running"] },
      ]);
  });

  it("accepts one of several values: the series of before a move are seen for a while", () => {
    const both = observed("a", { attributes: { zone: ["zone-a", "zone-b"] } });
    expect(compare([record("a", { zone: "zone-b" })], [both]).differences).toEqual([]);
    expect(compare([record("a", { zone: "zone-c" })], [both]).differences).toMatchObject([
      { observed: ["zone-a", "zone-b"] },
    ]);
  });

  it("compares a label of any name that the record has too, and none that it has not", () => {
    const seen = observed("a", { attributes: { version: ["8.4"], region: ["south"] } });
    expect(compare([record("a", { spec: { version: 8.4 } })], [seen]).differences).toEqual([]);
    expect(compare([record("a", { labels: { version: "8.0" } })], [seen]).differences).toMatchObject([
      { attribute: "version", declared: "8.0" },
    ]);
  });

  it("keeps an ignored difference out of the open ones, and lets it count against the accuracy", () => {
    const result = compare([record("a")], [], [answer()]);
    expect(result.counts.missing).toBe(0);
    expect(result.ignored).toBe(1);
    expect(accuracyOf(result)).toBe(0);
    expect(result.differences[0]?.settlements).toContain("reopen");
    expect(result.validUntil).toBe(LATER + 1_000);
  });

  it("opens an ignored difference again when its day has come, and when another value is seen", () => {
    expect(compare([record("a")], [], [answer({ expiresAt: new Date(LATER) })]).counts.missing).toBe(1);
    const drift = answer({ kind: "drifted", attribute: "zone", observed: "zone-c" });
    expect(compare([record("a", { zone: "zone-b" })], [observed("a")], [drift]).counts.drifted).toBe(1);
  });

  it("counts everything once, whatever is recorded and seen", () => {
    const zones = fc.constantFrom("zone-a", "zone-b");
    const ids = fc.constantFrom("a", "b", "c", "d", "e");
    const records = fc.uniqueArray(
      fc.record({ id: ids, state: fc.constantFrom(...RESOURCE_STATES), zone: zones }),
      { selector: ({ id }) => id },
    );
    const sights = fc.uniqueArray(
      fc.record({ id: ids, state: fc.constantFrom(...OBSERVED_STATES), zone: zones }),
      { selector: ({ id }) => id },
    );
    fc.assert(
      fc.property(records, sights, (declared, seen) => {
        const result = compare(
          declared.map(({ id, ...over }) => record(id, over)),
          seen.map(({ id, state, zone }) => observed(id, { state, attributes: { zone: [zone] } })),
        );
        const different = new Set(result.differences.map(({ resourceId }) => resourceId));
        expect(result.compared).toBe(result.accurate + different.size);
        expect(DIFFERENCE_KINDS.reduce((sum, kind) => sum + result.counts[kind], 0)).toBe(
          result.differences.length,
        );
        const accuracy = accuracyOf(result);
        expect(accuracy === null || accuracy === 100).toBe(different.size === 0);
      }),
    );
  });
});
