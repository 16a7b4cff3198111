import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { DAY_MS, MINUTE_MS } from "@/lib/core/time";
import { expireSegments } from "@/lib/metrics/embedded/expire-segments";
import { readBytesByAge, readLiveBytes } from "@/lib/metrics/embedded/live-bytes";
import { openEmbeddedStore } from "@/lib/metrics/embedded/open";
import { readRetention } from "@/lib/metrics/retention/read-retention";
import { setRetention } from "@/lib/metrics/retention/set-retention";
import { readStorageStatus } from "@/lib/metrics/retention/storage-status";
import { actingAs, testContext } from "../../support/context";
import { openParts } from "../../support/embedded-store";
import { testDatabase, type TestDatabase } from "../../support/postgres";

let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase();
});
afterEach(() => database.drop());

const NOW = Date.UTC(2026, 0, 20, 12);
const GB = 1024 ** 3;
const byDefault = { maxAgeMs: 15 * DAY_MS, maxBytes: null, source: "environment" };

/** 1,000 samples that do not compress, on the given day before NOW. */
async function writeNoise(name: string, daysAgo: number): Promise<void> {
  const t = Array.from({ length: 1_000 }, (_, i) => NOW - daysAgo * DAY_MS + i * 1_000);
  await openParts(database.db.$client, () => NOW).write(
    name,
    t,
    t.map(() => Math.random()),
  );
}

describe("setRetention", () => {
  it("puts an administrator's limits in the place of the environment's, and back, with an audit row each", async () => {
    const admin = actingAs(testContext(database.db), "admin");
    expect(await readRetention(database.db)).toEqual(byDefault);
    const chosen = { maxAgeMs: 30 * DAY_MS, maxBytes: 50 * GB };
    expect(await setRetention(admin, chosen)).toEqual({ ...chosen, source: "setting" });
    await setRetention(admin, { maxAgeMs: 40 * DAY_MS, maxBytes: null });
    expect(await readRetention(database.db)).toMatchObject({ maxAgeMs: 40 * DAY_MS, maxBytes: null });
    expect(await setRetention(admin, null)).toEqual(byDefault);
    const rows = await database.db.select().from(auditLog);
    expect(rows.map(({ action }) => action)).toEqual(Array(3).fill("metrics.set_retention"));
    expect(rows[0]).toMatchObject({ before: byDefault, after: { ...chosen, source: "setting" } });
  });

  it("rejects an operator, and limits that would empty the store", async () => {
    const ctx = testContext(database.db);
    const valid = { maxAgeMs: DAY_MS, maxBytes: null };
    await expect(setRetention(actingAs(ctx, "operator"), valid)).rejects.toMatchObject({ code: "forbidden" });
    await expect(setRetention(ctx, { ...valid, maxAgeMs: MINUTE_MS })).rejects.toThrow("too_small");
    await expect(setRetention(ctx, { ...valid, maxBytes: 1_000 })).rejects.toThrow("too_small");
    expect(await readRetention(database.db)).toEqual(byDefault);
  });
});

describe("retention by bytes", () => {
  it("drops the oldest days until the rest fits, and nothing else", async () => {
    for (const daysAgo of [5, 4, 3, 2, 1]) await writeNoise("noise", daysAgo);
    const sql = database.db.$client;
    const days = await readBytesByAge(sql, DAY_MS);
    expect(days).toHaveLength(5);
    const [other] = await sql<{ bytes: string }[]>`
      select pg_total_relation_size('metric_series') + pg_indexes_size('metric_log')
        + pg_indexes_size('metric_segments') as bytes`;
    const maxBytes = Number(other?.bytes) + (await readLiveBytes(sql)).segments - 1.5 * (days[0]?.bytes ?? 0);
    const reader = openParts(sql, () => NOW);
    expect(await reader.read("noise")).toHaveLength(5_000);
    expect(await expireSegments(sql, NOW, { maxAgeMs: 15 * DAY_MS, maxBytes })).toBe(2);
    const left = await reader.read("noise");
    expect(left).toHaveLength(3_000);
    expect(left[0]?.[0]).toBe(NOW - 3 * DAY_MS);
    expect(await expireSegments(sql, NOW, { maxAgeMs: 15 * DAY_MS, maxBytes })).toBe(0);
  });
});

describe("readStorageStatus", () => {
  it("tells what is on disk, what of it is in use, and what it holds", async () => {
    for (const daysAgo of [3, 2]) await writeNoise("noise", daysAgo);
    const sql = database.db.$client;
    await openParts(sql, () => NOW).write("young", [NOW], [1]);
    const metrics = openEmbeddedStore({ sql });
    const status = await readStorageStatus({ db: database.db, metrics });
    await metrics.close();
    expect(status).toMatchObject({
      oldestMs: NOW - 3 * DAY_MS,
      newestMs: NOW,
      samples: 2_001,
      segments: 2,
      series: { active: 1, total: 2 },
      deletionsUnderWay: 0,
    });
    const { log, segments, registry, indexes, reusable, total } = status.bytes;
    expect(total).toBe(log + segments + registry + indexes);
    // Noise takes 6 to 8 bytes a sample: what does not lie in the table cannot be counted there.
    expect(segments).toBeGreaterThan(2_000 * 6);
    expect(reusable).toBeLessThan(total);
  });
});
