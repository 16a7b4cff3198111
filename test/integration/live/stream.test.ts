import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { liveEvents } from "@/db/schema/live";
import { announceMetrics } from "@/lib/live/announce-metrics";
import { openLiveHub, type LiveHub } from "@/lib/live/hub";
import { publishLive } from "@/lib/live/publish";
import { liveStream } from "@/lib/live/stream";
import { testDatabase, type TestDatabase } from "../../support/postgres";

describe("liveStream", () => {
  let database: TestDatabase;
  let hub: LiveHub;

  beforeAll(async () => {
    database = await testDatabase();
    hub = openLiveHub(database.db);
  });
  beforeEach(() => database.db.delete(liveEvents));
  afterAll(async () => {
    await hub.close();
    await database.drop();
  });

  function open(options: { lastEventId?: number; heartbeatMs?: number } = {}) {
    const gone = new AbortController();
    const stream = liveStream({ hub, signal: gone.signal, lastEventId: null, ...options });
    const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    return {
      gone,
      reader,
      /** Reads until `wanted` was seen, and gives all the text so far. */
      async until(wanted: string): Promise<string> {
        while (!text.includes(wanted)) {
          const { value, done } = await reader.read();
          if (done) throw new Error(`The stream ended before ${wanted}: ${text}`);
          text += value;
        }
        return text;
      },
    };
  }

  /** LISTEN is asynchronous: an event counts only once it is in place. */
  async function listening(): Promise<void> {
    const heard = Promise.withResolvers<void>();
    const stop = hub.subscribe(() => heard.resolve());
    while (!(await Promise.race([heard.promise.then(() => true), tick()]))) announceMetrics(database.db, 1);
    stop();
  }
  const tick = () => new Promise<false>((resolve) => void setTimeout(() => resolve(false), 20));

  it("carries a change to the browser, with the id of its outbox row", async () => {
    await listening();
    const client = open();
    await client.until("retry:");
    await database.db.transaction((tx) => publishLive(tx, { topic: "alarms", key: "a-1" }));
    const [row] = await database.db.select().from(liveEvents);
    expect(await client.until("a-1")).toMatch(
      new RegExp(`id: ${row?.id}\nevent: live\ndata: {"topic":"alarms","at":\\d+,"key":"a-1"}\n\n`),
    );
    client.gone.abort();
  });

  it("says nothing of a change that was rolled back", async () => {
    await listening();
    const client = open();
    const rolledBack = database.db.transaction(async (tx) => {
      await publishLive(tx, { topic: "alarms", key: "never" });
      throw new Error("no");
    });
    await expect(rolledBack).rejects.toThrow("no");
    await publishLive(database.db, { topic: "runs", key: "after" });
    expect(await client.until("after")).not.toContain("never");
    client.gone.abort();
  });

  it("resumes after the last event that the browser saw", async () => {
    for (const key of ["one", "two", "three"]) await publishLive(database.db, { topic: "runs", key });
    await database.db.$client`update live_events set at = at - interval '1 minute'`;
    const rows = await database.db.select().from(liveEvents).orderBy(liveEvents.id);
    await database.db.$client`update live_events set at = now() where id > ${rows[0]?.id ?? 0}`;
    const client = open({ lastEventId: rows[1]?.id ?? 0 });
    const text = await client.until("three");
    expect(text).not.toContain("one");
    client.gone.abort();
  });

  it("says that events were missed when they are no longer kept", async () => {
    await publishLive(database.db, { topic: "runs" });
    const client = open({ lastEventId: 0 });
    expect(await client.until("missed")).toContain("event: missed");
    client.gone.abort();
  });

  it("tells a new browser what happened while its page was made, and where to resume from", async () => {
    await publishLive(database.db, { topic: "runs", key: "long ago" });
    await database.db.$client`update live_events set at = at - interval '1 minute'`;
    await publishLive(database.db, { topic: "runs", key: "just now" });
    const [, newest] = await database.db.select().from(liveEvents).orderBy(liveEvents.id);
    const client = open();
    const text = await client.until("event: ready");
    expect(text).not.toContain("long ago");
    expect(text).toContain("just now");
    expect(text).toContain(`id: ${newest?.id}\nevent: ready\n`);
    client.gone.abort();
  });

  it("is ready only when it hears everything", async () => {
    const fresh = openLiveHub(database.db);
    const gone = new AbortController();
    const reader = liveStream({ hub: fresh, signal: gone.signal, lastEventId: null })
      .pipeThrough(new TextDecoderStream())
      .getReader();
    let text = "";
    while (!text.includes("event: ready")) text += (await reader.read()).value ?? "";
    await publishLive(database.db, { topic: "alarms", key: "right after" });
    while (!text.includes("right after")) text += (await reader.read()).value ?? "";
    gone.abort();
    await fresh.close();
  });

  it("announces metrics at most once a second, the newest time last, and keeps no row", async () => {
    await listening();
    const times: number[] = [];
    const done = Promise.withResolvers<void>();
    const stop = hub.subscribe((delivery) => {
      if (delivery === "missed" || delivery.topic !== "metrics") return;
      times.push(delivery.at);
      if (delivery.at === 1_099) done.resolve();
    });
    for (let i = 0; i < 100; i += 1) announceMetrics(database.db, 1_000 + i);
    await done.promise;
    stop();
    expect(times.length).toBeLessThanOrEqual(2);
    expect(await database.db.$count(liveEvents)).toBe(0);
  });

  it("sends heartbeats on a quiet stream", async () => {
    const client = open({ heartbeatMs: 5 });
    expect(await client.until(": still here")).toContain(": still here\n\n");
    client.gone.abort();
  });

  it("keeps nothing of 200 clients that came and went, whichever way they left", async () => {
    const clients = Array.from({ length: 200 }, () => open());
    await Promise.all(clients.map((client) => client.until("retry:")));
    expect(hub.subscribers()).toBe(200);
    await Promise.all(
      clients.map(async ({ gone, reader }, index) => {
        if (index % 2 === 0) gone.abort();
        else await reader.cancel();
      }),
    );
    expect(hub.subscribers()).toBe(0);
    const connections = await database.db.$client`
      select 1 from pg_stat_activity where datname = current_database() and query ilike 'listen%'`;
    expect(connections.length).toBeLessThanOrEqual(1);
  });

  it("cuts off a client that does not read", async () => {
    await listening();
    const gone = new AbortController();
    const unread = liveStream({ hub, signal: gone.signal, lastEventId: null, heartbeatMs: 1 });
    const before = hub.subscribers();
    // One chunk is written a millisecond, and a thousand may wait.
    while (hub.subscribers() === before) await tick();
    await unread.cancel();
    expect(hub.subscribers()).toBe(before - 1);
  });
});
