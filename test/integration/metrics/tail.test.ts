import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { assembleStore } from "@/lib/metrics/embedded/open";
import { SeriesIds, writeBatch } from "@/lib/metrics/embedded/write-batch";
import { testDatabase, type TestDatabase } from "../../support/postgres";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const T0 = Date.UTC(2026, 0, 1);

function open() {
  const parts = assembleStore({ sql: database.db.$client, now: () => T0 });
  const ids = new SeriesIds(parts);
  return {
    ...parts,
    write: (name: string, t: number[], v: number[]) =>
      writeBatch(parts, ids, { series: [{ labels: { __name__: name }, t, v }] }, {}),
    read: async (name: string, from = 0, to = T0 * 2) => {
      await parts.tail.sync();
      const [series] = await parts.source.select([{ name: "__name__", type: "=", value: name }], from, to);
      return series ? [...series.t].map((t, i) => [t, series.v[i]]) : [];
    },
  };
}

describe("tail", () => {
  it("shows a write to its own process and to another one at once", async () => {
    const [writer, reader] = [open(), open()];
    await writer.write("a", [T0, T0 + 1], [1, 2]);
    const expected = [
      [T0, 1],
      [T0 + 1, 2],
    ];
    expect(await writer.read("a")).toEqual(expected);
    expect(await reader.read("a")).toEqual(expected);
    await writer.write("a", [T0 + 2], [3]);
    expect(await reader.read("a")).toEqual([...expected, [T0 + 2, 3]]);
  });

  it("packs history at once and reads it back", async () => {
    const [writer, reader] = [open(), open()];
    const t = Array.from({ length: 1000 }, (_, i) => T0 - 86_400_000 + i * 1000);
    await writer.write(
      "history",
      t,
      t.map((_, i) => i / 10),
    );
    expect(reader.tail.directory.size).toBe(0);
    const rows = await reader.read("history");
    expect(reader.tail.directory.size).toBeGreaterThan(0);
    expect(rows).toEqual(t.map((time, i) => [time, i / 10]));
  });
});
