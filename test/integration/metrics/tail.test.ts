import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY_MS } from "@/lib/core/time";
import { registerSeries } from "@/lib/metrics/embedded/register-series";
import { encodeLogRow } from "@/lib/metrics/embedded/log-row";
import { openParts } from "../../support/embedded-store";
import { testDatabase, type TestDatabase } from "../../support/postgres";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const T0 = Date.UTC(2026, 0, 1);
const open = () => openParts(database.db.$client, () => T0);

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
    await reader.tail.sync();
    const t = Array.from({ length: 1_000 }, (_, i) => T0 - DAY_MS + i * 1_000);
    await writer.write(
      "history",
      t,
      t.map((_, i) => i / 10),
    );
    expect(reader.tail.directory.size).toBe(0);
    expect(await reader.read("history")).toEqual(t.map((time, i) => [time, i / 10]));
    expect(reader.tail.directory.size).toBe(1);
    expect(reader.head.seriesCount).toBeLessThan(2);
  });

  it("finds a row that commits after one with a higher id was read", async () => {
    const reader = open();
    const sql = database.db.$client;
    const ids = await registerSeries(sql, ['{"__name__":"slow"}', '{"__name__":"fast"}']);
    const row = (name: string, t: number) =>
      encodeLogRow([{ id: ids.get(`{"__name__":"${name}"}`)!, t: [t], v: [1] }]);
    const insert = (run: typeof sql, { from, to, samples, payload }: ReturnType<typeof row>) =>
      run`insert into metric_log (from_ms, to_ms, samples, payload) values (${from}, ${to}, ${samples}, ${payload})`;

    const slow = await sql.reserve();
    await slow`begin`;
    await insert(slow, row("slow", T0));
    // Later transactions with higher ids commit, and are read, while the first one is still open.
    await insert(sql, row("fast", T0));
    expect(await reader.read("fast")).toEqual([[T0, 1]]);
    await insert(sql, row("fast", T0 + 1));
    expect(await reader.read("fast")).toHaveLength(2);
    expect(await reader.read("slow")).toEqual([]);
    await slow`commit`;
    slow.release();
    expect(await reader.read("slow")).toEqual([[T0, 1]]);
    expect(await reader.read("fast")).toHaveLength(2);
  });

  it("shares one look among readers that wait, and never one that began before them", async () => {
    const [writer, reader] = [open(), open()];
    for (let round = 0; round < 30; round++) {
      const underWay = reader.tail.sync();
      await writer.write("racing", [T0 + round], [round]);
      const counts = await Promise.all([reader.read("racing"), reader.read("racing"), underWay]);
      expect(counts[0]).toHaveLength(round + 1);
      expect(counts[1]).toHaveLength(round + 1);
    }
  });

  it("gives one id to a label set that many writers bring at once", async () => {
    const writers = Array.from({ length: 5 }, open);
    const names = Array.from({ length: 200 }, (_, i) => `contended_${i}`);
    await Promise.all(
      writers.map((writer, w) =>
        Promise.all(
          (w % 2 === 0 ? names : names.toReversed()).map((name) => writer.write(name, [T0 + w], [w])),
        ),
      ),
    );
    expect(await open().read("contended_7")).toEqual([0, 1, 2, 3, 4].map((w) => [T0 + w, w]));
  });
});
