import { expect, it } from "vitest";
import { mergeTables } from "@/lib/chat/answer/merge-tables";

it("keeps each figure under its own metric and unit", () => {
  const table = (unit: string, rows: { name: string; value: number }[]) => ({
    columns: [
      { key: "name", title: "Resource", unit: "" },
      { key: "value", title: unit, unit },
    ],
    rows,
  });
  const merged = mergeTables(
    [
      table("seconds", [{ name: "a", value: 0.2 }]),
      table("ratio", [
        { name: "b", value: 0.5 },
        { name: "a", value: 0.1 },
      ]),
    ],
    ["Latency", "CPU"],
  );
  expect(merged.columns.map((c) => [c.key, c.title, c.unit])).toEqual([
    ["name", "Resource", ""],
    ["value0", "Latency", "seconds"],
    ["value1", "CPU", "ratio"],
  ]);
  expect(merged.rows).toEqual([
    { name: "a", value0: 0.2, value1: 0.1 },
    { name: "b", value1: 0.5 },
  ]);
});
