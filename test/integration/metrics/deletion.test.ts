import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as cleanTombstonesRoute from "@/app/api/v1/admin/tsdb/clean_tombstones/route";
import * as deleteSeriesRoute from "@/app/api/v1/admin/tsdb/delete_series/route";
import { auditLog } from "@/db/schema/audit";
import { ensureAdminToken } from "@/lib/auth/ensure-admin-token";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "@/lib/core/time";
import { cleanTombstones } from "@/lib/metrics/embedded/clean-tombstones";
import { foldLog } from "@/lib/metrics/embedded/fold-log";
import { encodeLogRow } from "@/lib/metrics/embedded/log-row";
import { mergeSegments } from "@/lib/metrics/embedded/merge-segments";
import { insertTombstone } from "@/lib/metrics/embedded/store-tombstones";
import { untilDone } from "@/lib/metrics/embedded/until-done";
import { deleteSeries } from "@/lib/metrics/deletion/delete-series";
import { uniform } from "@/lib/simulator/rng";
import { actingAs, testContext } from "../../support/context";
import { openParts } from "../../support/embedded-store";
import { testDatabase, type TestDatabase } from "../../support/postgres";
import { useServices } from "../../support/services";

let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase();
});
afterEach(() => database.drop());

const NOON = Date.UTC(2026, 0, 10, 12);
const EVER = { from: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER };
const sqlOf = () => database.db.$client;
const open = () => openParts(sqlOf(), () => NOON);
type Process = ReturnType<typeof open>;

async function deleteMetric(by: Process, name: string, range = EVER): Promise<void> {
  await by.tail.sync();
  await insertTombstone(sqlOf(), by.index.select([{ name: "__name__", type: "=", value: name }]), range);
}

async function countStored() {
  const [row] = await sqlOf()<{ log: number; segments: number; tombstones: number }[]>`
    select (select coalesce(sum(samples), 0)::int from metric_log) as log,
      (select coalesce(sum(samples), 0)::int from metric_segments) as segments,
      (select count(*)::int from metric_tombstones) as tombstones`;
  return row;
}

const clean = () => untilDone(() => cleanTombstones(sqlOf(), 50));

/** 100 samples, a minute apart, from 4 days before NOON (segments) and from 1 h before (log). */
const OLD = Array.from({ length: 100 }, (_, i) => NOON - 4 * DAY_MS + i * MINUTE_MS);
const YOUNG = Array.from({ length: 100 }, (_, i) => NOON - HOUR_MS + i * MINUTE_MS);
const pairs = (t: number[]) => t.map((time) => [time, time % 997]);
const values = (t: number[]) => t.map((time) => time % 997);

async function writeBoth(by: Process, name: string): Promise<void> {
  await by.write(name, OLD, values(OLD));
  await by.write(name, YOUNG, values(YOUNG));
}

describe("a deletion", () => {
  it("hides a span in log, segments and heads of all processes at once, and only there", async () => {
    const [writer, reader] = [open(), open()];
    for (const name of ["gone", "kept"]) await writeBoth(writer, name);
    const all = pairs([...OLD, ...YOUNG]);
    for (const process of [writer, reader]) expect(await process.read("gone")).toEqual(all);

    const range = { from: OLD[50] ?? 0, to: YOUNG[49] ?? 0 };
    await deleteMetric(writer, "gone", range);
    const left = pairs([...OLD.slice(0, 50), ...YOUNG.slice(50)]);
    for (const process of [writer, reader, open()]) {
      expect(await process.read("gone")).toEqual(left);
      expect(await process.read("kept")).toEqual(all);
      // Nothing of the hidden part keeps the series in the lists either.
      const matchers = [{ name: "__name__", type: "=" as const, value: "gone" }];
      expect(await process.source.present(matchers, range.from, range.to)).toEqual([]);
      expect(await process.source.present(matchers, range.from - MINUTE_MS, range.to)).toHaveLength(1);
    }
  });

  it("is cleaned up step by step without a change of any answer, until nothing of it is left on disk", async () => {
    const [writer, reader] = [open(), open()];
    for (const name of ["gone", "kept", "partly"]) await writeBoth(writer, name);
    await deleteMetric(writer, "gone");
    await deleteMetric(writer, "partly", { from: 0, to: NOON - DAY_MS });
    const look = async (process: Process) =>
      Promise.all(["gone", "kept", "partly"].map((name) => process.read(name)));
    const expected = [[], pairs([...OLD, ...YOUNG]), pairs(YOUNG)];
    let steps = 0;
    do {
      for (const process of [writer, reader, open()]) expect(await look(process)).toEqual(expected);
      steps++;
    } while ((await cleanTombstones(sqlOf(), 1)) > 0);
    expect(steps).toBeGreaterThan(3);
    expect(await countStored()).toEqual({ log: 200, segments: 100, tombstones: 0 });
    for (const process of [writer, reader, open()]) expect(await look(process)).toEqual(expected);
  });

  it("lets the same moments be written again, with other values", async () => {
    const [writer, reader] = [open(), open()];
    await writeBoth(writer, "again");
    await deleteMetric(reader, "again");
    const outcome = await writer.write("again", OLD, values(OLD).map(Number));
    expect(outcome.rejected).toEqual([]);
    await writer.tail.sync();
    const late = await writer.write("again", [YOUNG[3] ?? 0], [-1]);
    expect(late).toMatchObject({ accepted: 1, rejected: [] });
    const expected = [...pairs(OLD), [YOUNG[3], -1]];
    for (const process of [writer, reader, open()]) expect(await process.read("again")).toEqual(expected);
    await clean();
    for (const process of [writer, reader, open()]) expect(await process.read("again")).toEqual(expected);
  });

  it("is not about a write that commits after it", async () => {
    const [writer, reader] = [open(), open()];
    await writer.write("slow", [NOON], [1]);
    const id = writer.index.idOf('{"__name__":"slow"}') ?? 0;
    const slow = await sqlOf().reserve();
    await slow`begin`;
    const row = encodeLogRow([{ id, t: [NOON + 1], v: [2] }]);
    await slow`insert into metric_log (from_ms, to_ms, samples, payload)
      values (${row.from}, ${row.to}, ${row.samples}, ${row.payload})`;
    await deleteMetric(writer, "slow");
    expect(await reader.read("slow")).toEqual([]);
    await slow`commit`;
    slow.release();
    for (const process of [writer, reader, open()])
      expect(await process.read("slow")).toEqual([[NOON + 1, 2]]);
    await clean();
    for (const process of [writer, reader, open()])
      expect(await process.read("slow")).toEqual([[NOON + 1, 2]]);
  });

  it("reaches a process that slept until it was cleaned up", async () => {
    const [writer, sleeper] = [open(), open()];
    for (const name of ["gone", "kept"]) await writeBoth(writer, name);
    expect(await sleeper.read("gone")).toHaveLength(200);
    await deleteMetric(writer, "gone");
    await clean();
    await writer.write("gone", [NOON + 3 * HOUR_MS], [7]);
    expect(await sleeper.read("gone")).toEqual([[NOON + 3 * HOUR_MS, 7]]);
    expect(await sleeper.read("kept")).toHaveLength(200);
  });

  it("and folds, merges, clean-ups, writes and restarts in any order never change what is there", async () => {
    const names = ["a", "b", "c"];
    const model = new Map(names.map((name) => [name, new Map<number, number>()]));
    let processes = [open(), open()];
    const pick = (step: number, stream: number, count: number) =>
      Math.floor(uniform(7, stream, step) * count);
    for (let step = 0; step < 200; step++) {
      const actor = processes[pick(step, 1, 2)] ?? open();
      const name = names[pick(step, 2, 3)] ?? "a";
      const stored = model.get(name) ?? new Map<number, number>();
      const now = NOON + step * 20 * MINUTE_MS;
      const action = pick(step, 3, 12);
      if (action < 6) {
        // At times history in a long column, which goes into segments at once.
        const count = action === 0 ? 80 : 1 + pick(step, 4, 5);
        const start = now - (action === 0 ? 2 * DAY_MS : pick(step, 5, 180) * MINUTE_MS);
        const t = Array.from({ length: count }, (_, i) => start + i * MINUTE_MS).filter(
          (x) => !stored.has(x),
        );
        await openParts(sqlOf(), () => now).tail.sync();
        await actor.tail.sync();
        if (t.length > 0)
          await actor.write(
            name,
            t,
            t.map((x) => x + step),
          );
        for (const x of t) stored.set(x, x + step);
      } else if (action < 8) {
        const from = now - pick(step, 6, 600) * MINUTE_MS;
        const to = from + pick(step, 7, 300) * MINUTE_MS;
        await deleteMetric(actor, name, { from, to });
        for (const x of stored.keys()) if (x >= from && x <= to) stored.delete(x);
      } else if (action === 8) await foldLog(sqlOf(), now + 3 * HOUR_MS, 20);
      else if (action === 9) await mergeSegments(sqlOf(), now + DAY_MS);
      else if (action === 10) await cleanTombstones(sqlOf(), 30);
      else processes = [processes[1] ?? open(), open()];
      if (step % 4 !== 0) continue;
      for (const process of processes) {
        const expected = [...stored].sort(([a], [b]) => a - b);
        expect(await process.read(name), `step ${step}, action ${action}`).toEqual(expected);
      }
    }
    const row = await countStored();
    expect(row?.segments).toBeGreaterThan(0);
  });
});

describe("deleteSeries", () => {
  it("rejects an operator and deletes nothing", async () => {
    const ctx = actingAs(testContext(database.db), "operator");
    await expect(deleteSeries(ctx, { matchers: ["up"], range: EVER })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await database.db.select().from(auditLog)).toEqual([]);
  });
});

describe("/api/v1/admin/tsdb", () => {
  const TOKEN = "admin-token-of-this-test-0001";
  const call = (
    handler: typeof deleteSeriesRoute.POST,
    method: string,
    path: string,
    body?: URLSearchParams,
  ) =>
    handler(
      new Request(`http://127.0.0.1:3000${path}`, {
        method,
        headers: { authorization: `Bearer ${TOKEN}` },
        ...(body ? { body } : {}),
      }),
      { params: Promise.resolve({}) },
    );

  it("deletes and cleans as Prometheus does: POST or PUT, 204, with an audit row each", async () => {
    const { metrics } = useServices(database);
    await ensureAdminToken(database.db, TOKEN);
    const now = Math.floor(Date.now() / 1000);
    const series = ["a", "b"].map((lane) => ({
      labels: { __name__: "x", lane },
      t: [(now - 60) * 1000, now * 1000],
      v: [1, 2],
    }));
    await metrics.write({ series });
    const count = async () => {
      const value = await metrics.query("sum(count_over_time(x[5m]))", now * 1000);
      return value.type === "vector" ? (value.samples[0]?.v ?? 0) : null;
    };
    expect(await count()).toBe(4);
    const query = new URLSearchParams({ "match[]": 'x{lane="a"}', end: String(now - 30) });
    const put = await call(deleteSeriesRoute.PUT, "PUT", `/api/v1/admin/tsdb/delete_series?${query}`);
    expect(put.status).toBe(204);
    expect(await count()).toBe(3);
    const body = new URLSearchParams([
      ["match[]", 'x{lane="a"}'],
      ["match[]", 'x{lane=~"b|c"}'],
    ]);
    const post = await call(deleteSeriesRoute.POST, "POST", "/api/v1/admin/tsdb/delete_series", body);
    expect([post.status, await post.text()]).toEqual([204, ""]);
    expect(await count()).toBe(0);
    expect((await call(cleanTombstonesRoute.PUT, "PUT", "/api/v1/admin/tsdb/clean_tombstones")).status).toBe(
      204,
    );
    expect(await countStored()).toEqual({ log: 0, segments: 0, tombstones: 0 });
    const rows = await database.db.select().from(auditLog);
    expect(rows.map(({ action }) => action).filter((action) => action.startsWith("metrics."))).toEqual([
      "metrics.delete_series",
      "metrics.delete_series",
      "metrics.clean_tombstones",
    ]);

    const none = await call(deleteSeriesRoute.POST, "POST", "/api/v1/admin/tsdb/delete_series");
    expect([none.status, await none.json()]).toMatchObject([
      400,
      { status: "error", errorType: "bad_data", error: "no match[] parameter provided" },
    ]);
    await metrics.close();
  });
});
