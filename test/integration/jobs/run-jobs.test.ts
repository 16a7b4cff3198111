import { PgBoss } from "pg-boss";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { liveEvents } from "@/db/schema/live";
import { SYSTEM_ACTOR, type Context } from "@/lib/core/context";
import type { Job } from "@/lib/jobs/job";
import { runJobs } from "@/lib/jobs/run-jobs";
import { trimLiveEvents } from "@/lib/live/trim";
import { testDatabase, type TestDatabase } from "../../support/postgres";
import { useServices } from "../../support/services";

describe("runJobs", () => {
  let database: TestDatabase;
  let ctx: Context;
  beforeAll(async () => {
    database = await testDatabase();
    ctx = { actor: SYSTEM_ACTOR, requestId: "test", now: Date.now, ...useServices(database) };
  });
  afterAll(() => database.drop());

  function start(run: Job["run"]) {
    const stop = new AbortController();
    const job = { name: "test-job", cron: "0 0 1 1 *", expireInSeconds: 60, run };
    const log = () => undefined;
    const ended = runJobs({
      databaseUrl: database.url,
      jobs: [job],
      openContext: () => ctx,
      signal: stop.signal,
      log,
    });
    return { ended, stop: () => stop.abort() };
  }

  it("does a job that was due while no worker ran, and once only", async () => {
    const queue = new PgBoss({
      connectionString: database.url,
      schema: "jobs",
      supervise: false,
      schedule: false,
    });
    await queue.start();
    await queue.createQueue("test-job");
    await queue.send("test-job");
    let runs = 0;
    const done = Promise.withResolvers<void>();
    const workers = [1, 2].map(() =>
      start(() => {
        runs += 1;
        done.resolve();
        return Promise.resolve();
      }),
    );
    await done.promise;
    await expect
      .poll(async () => (await queue.findJobs("test-job")).map(({ state }) => state))
      .toEqual(["completed"]);
    for (const worker of workers) {
      worker.stop();
      await worker.ended;
    }
    expect(runs).toBe(1);
    await queue.stop({ graceful: false });
  });

  it("trims the outbox by age", async () => {
    const now = Date.UTC(2026, 0, 1);
    const ages = [59, 61].map((minutes) => ({ topic: "runs", at: new Date(now - minutes * 60_000) }));
    await database.db.insert(liveEvents).values(ages);
    await trimLiveEvents(database.db, now);
    expect(await database.db.$count(liveEvents)).toBe(1);
  });
});
