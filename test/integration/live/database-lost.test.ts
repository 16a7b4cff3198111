import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase, type Database } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { openLiveHub, type LiveDelivery, type LiveHub } from "@/lib/live/hub";
import { publishLive } from "@/lib/live/publish";
import { openMetricStore } from "@/lib/metrics/open-store";
import type { MetricStore } from "@/lib/metrics/store";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "@/lib/postgres/embedded";

/** Longer than a supervisor needs to start PostgreSQL again; with the driver's own rule, 9 s of deafness followed. */
const AWAY_MS = 4_000;

describe("a process whose PostgreSQL was killed", () => {
  let folder: string;
  let server: EmbeddedPostgres;
  let db: Database;
  let hub: LiveHub;
  let metrics: MetricStore;
  const heard: LiveDelivery[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "evenkeel-lost-"));
    server = await startEmbeddedPostgres({ dataFolder: folder });
    await migrateDatabase(server.url);
    db = openDatabase(server.url, { applicationName: "test" });
    metrics = openMetricStore({ db, databaseUrl: server.url });
    hub = openLiveHub(db);
    hub.subscribe((delivery) => heard.push(delivery));
    await hub.catchUp(null);
  });
  afterAll(async () => {
    await metrics.close();
    await db.$client.end({ timeout: 1 });
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const count = async () => {
    const value = await metrics.query("count_over_time(m[1m])", Date.now());
    return value.type === "vector" ? value.samples[0]?.v : undefined;
  };
  const isAway = (error: unknown) => {
    expect(error).toMatchObject({ code: "unavailable" });
    return false;
  };
  const write = () => metrics.write({ series: [{ labels: { __name__: "m" }, t: [Date.now()], v: [1] }] });

  it("says so while it is away, then gives right answers and hears every event again", async () => {
    await write();
    expect(await count()).toBe(1);
    process.kill(server.pid, "SIGKILL");
    await server.exited;
    // A server process may outlive its postmaster by a moment, and what it takes then is kept.
    let kept = 1;
    while (await write().then(() => true, isAway)) kept += 1;
    const until = performance.now() + AWAY_MS;
    while (performance.now() < until) {
      await expect(count()).rejects.toMatchObject({ code: "unavailable", retryable: true });
      await expect(write()).rejects.toMatchObject({ code: "unavailable" });
      await delay(100);
    }
    server = await startEmbeddedPostgres({ dataFolder: folder });
    expect(await count()).toBe(kept);
    await write();
    expect(await count()).toBe(kept + 1);
    await expect.poll(() => heard, { timeout: 2_500 }).toContain("missed");
    await publishLive(db, { topic: "alarms", key: "afterwards" });
    await expect.poll(() => heard.at(-1), { timeout: 1_000 }).toMatchObject({ key: "afterwards" });
  });
});
