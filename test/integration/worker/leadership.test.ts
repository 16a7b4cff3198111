import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openLeadership, type Leadership } from "@/lib/worker/leadership";
import { testDatabase, type TestDatabase } from "../../support/postgres";

describe("lead", () => {
  let database: TestDatabase;
  const opened: Leadership[] = [];

  beforeEach(async () => {
    database = await testDatabase();
  });
  afterEach(async () => {
    for (const leadership of opened.splice(0)) await leadership.close();
    await database.drop();
  });

  function open(): Leadership {
    const leadership = openLeadership(database.url);
    opened.push(leadership);
    return leadership;
  }

  /** Leads until told to stop; `started` settles with the signal of the work. */
  function lead(leadership: Leadership, name = "x") {
    const stop = new AbortController();
    const started = Promise.withResolvers<AbortSignal>();
    let leads = false;
    const ended = leadership.lead(name, stop.signal, async (signal) => {
      leads = true;
      started.resolve(signal);
      await aborted(signal);
      leads = false;
    });
    return { stop, started: started.promise, ended, leads: () => leads };
  }

  it("lets one of two processes work, and the other when the first one ends", async () => {
    const first = lead(open());
    await first.started;
    const second = lead(open());
    const other = lead(open(), "another service");
    await other.started;
    expect(second.leads()).toBe(false);
    first.stop.abort();
    await first.ended;
    await second.started;
    expect(first.leads()).toBe(false);
    for (const each of [second, other]) {
      each.stop.abort();
      await each.ended;
    }
  });

  it("stops the work when the connection is lost, and another takes over", async () => {
    const first = lead(open());
    const signal = await first.started;
    const second = lead(open());
    await database.db.$client`
      select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted
        and database = (select oid from pg_database where datname = current_database())`;
    await aborted(signal);
    await first.ended;
    await second.started;
    second.stop.abort();
    await second.ended;
  });
});

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
