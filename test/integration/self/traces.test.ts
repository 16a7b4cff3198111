import { asc } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { selfTraces } from "@/db/schema/self";
import { ForbiddenError, NotFoundError } from "@/lib/core/errors";
import { DAY_MS, HOUR_MS } from "@/lib/core/time";
import { getTrace, listTraces, trimTraces } from "@/lib/self";
import { actingAs, testContext } from "../../support/context";
import { testDatabase, type TestDatabase } from "../../support/postgres";

const NOW = Date.UTC(2026, 10, 20);
let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());
beforeEach(() => database.db.delete(selfTraces));

const ctx = () => actingAs(testContext(database.db, { now: () => NOW }), "operator");

let made = 0;
function makeTrace(row: Partial<typeof selfTraces.$inferInsert> = {}) {
  made += 1;
  return database.db.insert(selfTraces).values({
    traceId: String(made).padStart(32, "0"),
    part: "web",
    instance: "h",
    name: "GET /x",
    reason: "sample",
    failed: false,
    startedAt: new Date(NOW - HOUR_MS),
    durationMs: 10,
    bytes: 100,
    droppedSpans: 0,
    spans: [],
    ...row,
  });
}
const names = async () =>
  (await database.db.select().from(selfTraces).orderBy(asc(selfTraces.id))).map(({ name }) => name);

describe("listTraces", () => {
  it("gives the slowest of a day first, or the failed, or the newest", async () => {
    await makeTrace({ name: "quick", durationMs: 1 });
    await makeTrace({ name: "slow", durationMs: 900 });
    await makeTrace({ name: "failed", failed: true, startedAt: new Date(NOW - 2 * HOUR_MS) });
    await makeTrace({
      name: "slowest, but long ago",
      durationMs: 9_000,
      startedAt: new Date(NOW - 2 * DAY_MS),
    });
    const listed = async (kind: "slow" | "error" | "all") =>
      (await listTraces(ctx(), { kind })).traces.map(({ name }) => name);
    expect(await listed("slow")).toEqual(["slow", "failed", "quick"]);
    expect(await listed("error")).toEqual(["failed"]);
    expect(await listed("all")).toEqual(["slow", "quick", "failed", "slowest, but long ago"]);
  });

  it("finds by trace id and by a part of the name, in which % means itself", async () => {
    await makeTrace({ name: "GET /api/a%b", traceId: "a".repeat(32) });
    await makeTrace({ name: "GET /api/other" });
    const found = async (q: string) =>
      (await listTraces(ctx(), { kind: "all", q })).traces.map(({ name }) => name);
    expect(await found("A".repeat(32))).toEqual(["GET /api/a%b"]);
    expect(await found("a%b")).toEqual(["GET /api/a%b"]);
    expect(await found("%other")).toEqual([]);
  });

  it("rejects a viewer", async () => {
    const viewer = actingAs(testContext(database.db), "viewer");
    await expect(listTraces(viewer, {})).rejects.toThrow(ForbiddenError);
    await expect(getTrace(viewer, { id: "a".repeat(32) })).rejects.toThrow(ForbiddenError);
  });
});

describe("getTrace", () => {
  it("puts what several parts did together, in order of time", async () => {
    const traceId = "b".repeat(32);
    await makeTrace({ traceId, part: "metrics", startedAt: new Date(NOW + 5) });
    await makeTrace({ traceId, part: "web", startedAt: new Date(NOW) });
    expect((await getTrace(ctx(), { id: traceId })).parts.map(({ part }) => part)).toEqual([
      "web",
      "metrics",
    ]);
  });

  it("says when there is none", async () => {
    await expect(getTrace(ctx(), { id: "c".repeat(32) })).rejects.toThrow(NotFoundError);
  });
});

describe("trimTraces", () => {
  it("removes what is older than three days", async () => {
    await makeTrace({ name: "old", startedAt: new Date(NOW - 3 * DAY_MS - 1) });
    await makeTrace({ name: "new" });
    await trimTraces(database.db, NOW);
    expect(await names()).toEqual(["new"]);
  });

  it("keeps so many rows, the failed and slow before the ordinary, the new before the old", async () => {
    await makeTrace({ name: "failed", reason: "error", startedAt: new Date(NOW - 10 * HOUR_MS) });
    await makeTrace({ name: "older", startedAt: new Date(NOW - 2 * HOUR_MS) });
    await makeTrace({ name: "newer", startedAt: new Date(NOW - HOUR_MS) });
    await trimTraces(database.db, NOW, { rows: 2 });
    expect(await names()).toEqual(["failed", "newer"]);
  });

  it("keeps so many bytes", async () => {
    for (const name of ["a", "b", "c"])
      await makeTrace({ name, bytes: 600, startedAt: new Date(NOW - made * 1_000) });
    await trimTraces(database.db, NOW, { bytes: 1_300 });
    expect(await names()).toEqual(["a", "b"]);
  });
});
