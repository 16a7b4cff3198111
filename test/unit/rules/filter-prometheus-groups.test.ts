import { describe, expect, it } from "vitest";
import { filterPrometheusGroups } from "@/lib/rules/filter-prometheus-groups";

const groups = [
  { name: "disk", file: "a.yml", rules: [{ name: "DiskFull" }, { name: "DiskSlow" }] },
  { name: "net", file: "b.yml", rules: [{ name: "Loss" }] },
];
const none = { names: [], groups: [], files: [] };
const left = (filters: Partial<typeof none> | Record<string, string[]>) =>
  filterPrometheusGroups(groups, { ...none, ...filters }).flatMap(({ rules }) =>
    rules.map(({ name }) => name),
  );

describe("filterPrometheusGroups", () => {
  it.each([
    [{}, ["DiskFull", "DiskSlow", "Loss"]],
    [{ names: ["DiskSlow", "Loss"] }, ["DiskSlow", "Loss"]],
    [{ groups: ["net"] }, ["Loss"]],
    [{ files: ["a.yml"] }, ["DiskFull", "DiskSlow"]],
    [{ files: ["a.yml"], names: ["Loss"] }, []],
  ])("%j leaves %j", (filters, names) => expect(left(filters)).toEqual(names));

  it("leaves out a group of which no rule is left", () => {
    expect(filterPrometheusGroups(groups, { ...none, names: ["Loss"] }).map(({ name }) => name)).toEqual([
      "net",
    ]);
  });
});
