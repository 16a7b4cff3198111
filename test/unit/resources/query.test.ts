import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_VALUE } from "@/lib/resources/constants";
import { queryResources } from "@/lib/resources/query";
import { resourceFilterSchema, resourceQuerySchema } from "@/lib/resources/schemas";
import { liveRow } from "./world";

const filter = (given: object) => resourceFilterSchema.parse(given);
const ids = (rows: ReturnType<typeof queryResources>["rows"]) => rows.map(({ record }) => record.id);

const rows = [
  liveRow("a", { zone: "zone-a", labels: { team: "pay", env: "prod" } }),
  liveRow("b", { zone: "zone-b", product: "redis", labels: { team: "order", env: "prod" } }),
  liveRow("c", { zone: null, product: "redis", labels: { team: "pay", env: "test" } }),
];

describe("queryResources", () => {
  it("keeps what fits all filters; of the values of one filter any", () => {
    expect(ids(queryResources(rows, filter({ product: "redis" })).rows)).toEqual(["b", "c"]);
    expect(ids(queryResources(rows, filter({ zone: ["zone-a", NO_VALUE] })).rows)).toEqual(["a", "c"]);
    expect(ids(queryResources(rows, filter({ zone: ["zone-a", NO_VALUE], product: "redis" })).rows)).toEqual([
      "c",
    ]);
  });

  it("takes labels of one name as alternatives, of several names all together", () => {
    const label = (...pairs: string[]) => ids(queryResources(rows, filter({ label: pairs })).rows);
    expect(label("team=pay", "team=order")).toEqual(["a", "b", "c"]);
    expect(label("team=pay", "env=prod")).toEqual(["a"]);
  });

  it("counts for each value what choosing it would give", () => {
    const { facets } = queryResources(rows, filter({ product: "redis" }));
    expect(facets.product).toEqual([
      { value: "redis", count: 2 },
      { value: "mysql", count: 1 },
    ]);
    expect(facets.zone).toEqual([
      { value: NO_VALUE, count: 1 },
      { value: "zone-b", count: 1 },
    ]);
  });

  it("tells a chosen value even where nothing has it", () => {
    expect(queryResources(rows, filter({ app: "none-such" })).facets.app).toContainEqual({
      value: "none-such",
      count: 0,
    });
  });

  it("puts what has no value last in both directions, and equals by product and id", () => {
    const used = [
      liveRow("a"),
      liveRow("b", {}, { utilisation: { value: 0.5, metric: "m" } }),
      liveRow("c", {}, { utilisation: { value: 0.9, metric: "m" } }),
      liveRow("d"),
    ];
    const order = (direction: string) =>
      ids(queryResources(used, filter({ sort: "utilisation", order: direction })).rows);
    expect(order("asc")).toEqual(["b", "c", "a", "d"]);
    expect(order("desc")).toEqual(["c", "b", "a", "d"]);
  });

  it("puts one critical alarm before many notes", () => {
    const alarmed = (id: string, firing: number, worst: "critical" | "info") =>
      liveRow(
        id,
        {},
        { conditions: { alarms: { firing, worst }, findings: { open: 0, worst: null }, faults: 0 } },
      );
    const found = queryResources(
      [alarmed("notes", 9, "info"), alarmed("bad", 1, "critical")],
      filter({ sort: "alarms", order: "desc" }),
    );
    expect(ids(found.rows)).toEqual(["bad", "notes"]);
  });

  it("brings the best match first", () => {
    const named = ["x-pay", "pay", "pay-0"].map((id) => liveRow(id));
    expect(ids(queryResources(named, filter({ q: "PAY" })).rows)).toEqual(["pay", "pay-0", "x-pay"]);
  });

  it("counts as a filter by that value finds, whatever is chosen", () => {
    const product = fc.constantFrom("mysql", "redis", "clb");
    const zone = fc.constantFrom("zone-a", "zone-b", null);
    const fleet = fc.array(fc.record({ product, zone }), { maxLength: 20 });
    const chosen = fc.record({
      product: fc.option(product, { nil: undefined }),
      zone: fc.option(fc.constantFrom("zone-a", NO_VALUE), { nil: undefined }),
    });
    fc.assert(
      fc.property(fleet, chosen, (fleet, chosen) => {
        const all = fleet.map((over, i) => liveRow(`r${i}`, over));
        const { facets } = queryResources(all, filter(chosen));
        for (const facet of ["product", "zone"] as const)
          for (const { value, count } of facets[facet])
            expect(queryResources(all, filter({ ...chosen, [facet]: value })).rows.length).toBe(count);
      }),
    );
  });
});

describe("resourceQuerySchema", () => {
  it.each([
    { limit: "1001" },
    { limit: "0" },
    { offset: "-1" },
    { sort: "password" },
    { state: "broken" },
    { q: "x".repeat(201) },
  ])("refuses %o", (query) => {
    expect(resourceQuerySchema.safeParse(query).success).toBe(false);
  });
});
