import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "@/db/client";
import { testDatabase, type TestDatabase } from "@/test/support/postgres";

const LOST = /CONNECTION_CLOSED|ECONNRESET/;

/** What the driver throws outside any query ends the process; vitest fails the run for it. */
describe("a connection that is lost", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  it("fails the queries of a reserved connection, each of them, and the pool goes on", async () => {
    const { db } = database;
    const reserved = await db.$client.reserve();
    const [row] = await reserved<{ pid: number }[]>`select pg_backend_pid() as pid`;
    await db.$client`select pg_terminate_backend(${row?.pid ?? 0})`;
    const outcomes = [];
    // One is asked for in each turn of the event loop, so that some fall before, on and after the close.
    for (let turn = 0; turn < 50; turn++) {
      outcomes.push(
        reserved`select 1`.then(
          () => "answered",
          () => "failed",
        ),
      );
      // oxlint-disable-next-line no-await-in-loop -- the turns are the point
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(new Set(await Promise.all(outcomes))).toEqual(new Set(["failed"]));
    reserved.release();
    expect(await db.$client`select 1 as one`).toEqual([{ one: 1 }]);
  });

  it("is made again when the server goes away in the middle of signing in", async () => {
    const { server, port } = await breakFirst(database.url, 3);
    const db = through(port);
    try {
      expect(await db.$client`select 1 as one`).toEqual([{ one: 1 }]);
    } finally {
      await db.$client.end({ timeout: 1 });
      server.close();
    }
  });

  describe.each(["ended", "reset"] as const)("and was %s", (how) => {
    it("fails its transaction, and the next one on the pool is answered", async () => {
      const way = await breakable(database.url);
      const db = through(way.port);
      const lost = db.$client.begin(async (tx) => {
        await tx`select pg_sleep(60)`;
      });
      await way.passed("pg_sleep");
      way.lose(how);
      await expect(lost).rejects.toThrow(LOST);
      // What the lost transaction still asks for, its ROLLBACK to begin with, must not stand in the way of this one.
      const next = db.$client.begin((tx) => tx`select ${1}::int as one`);
      expect(await next).toEqual([{ one: 1 }]);
      await db.$client.end();
      way.close();
    });

    it("does nothing more for a transaction that goes on asking", async () => {
      const way = await breakable(database.url);
      const db = through(way.port);
      const reconnected = Promise.withResolvers<void>();
      const late = Promise.withResolvers<string>();
      await db.$client`create table ${db.$client(`late_${how}`)} (n int)`;
      const lost = db.$client.begin(async (tx) => {
        await tx`select 1`;
        way.lose(how);
        await reconnected.promise;
        await tx`insert into ${tx(`late_${how}`)} values (1)`.then(
          () => late.resolve("answered"),
          () => late.resolve("failed"),
        );
      });
      await expect(lost).rejects.toThrow(LOST);
      const other = db.$client.begin(async (tx) => {
        await tx`select 1`;
        reconnected.resolve();
        expect(await late.promise).toBe("failed");
        // Neither the insert nor the end of the lost transaction reached the connection of this one.
        await tx`insert into ${tx(`late_${how}`)} values (2)`;
        throw new Error("rolled back");
      });
      await expect(other).rejects.toThrow("rolled back");
      expect(await db.$client`select n from ${db.$client(`late_${how}`)}`).toEqual([]);
      await db.$client.end();
      way.close();
    });

    it("is made again when it was still learning the types", async () => {
      const way = await breakable(database.url);
      const db = through(way.port);
      const asked = db.$client`select 1 as one`.execute();
      await way.passed("typarray");
      way.lose(how);
      // A reset fails what was asked for, an end does not: either way it settles, and the pool goes on.
      await asked.catch(() => undefined);
      expect(await db.$client`select 1 as one`).toEqual([{ one: 1 }]);
      await db.$client.end();
      way.close();
    });

    it("takes a reserved connection out of use, also when that is given back afterwards", async () => {
      const way = await breakable(database.url);
      const db = through(way.port);
      const reserved = await db.$client.reserve();
      const sleeps = reserved`select pg_sleep(${60})`.execute();
      const waits = reserved`select 1`.execute();
      await way.passed("pg_sleep");
      way.lose(how);
      await expect(sleeps).rejects.toThrow(LOST);
      await expect(waits).rejects.toThrow(LOST);
      await expect(reserved`select 1`).rejects.toThrow(LOST);
      const others = db.$client`select 1 as one`.execute();
      reserved.release();
      expect(await others).toEqual([{ one: 1 }]);
      expect(await db.$client`select 1 as one`).toEqual([{ one: 1 }]);
      await db.$client.end();
      way.close();
    });

    it("fails a cursor of which a page was being read, rather than ending it", async () => {
      const way = await breakable(database.url);
      const db = through(way.port);
      const seen: number[] = [];
      const reading = (async () => {
        const cursor = db.$client<{ n: number }[]>`select n from generate_series(1, 100) n`.cursor(10);
        for await (const rows of cursor) {
          seen.push(...rows.map(({ n }) => n));
          way.lose(how);
          // Answered by the pool's one connection after it was made again.
          expect(await db.$client`select 1 as one`).toEqual([{ one: 1 }]);
        }
      })();
      await expect(reading).rejects.toThrow(LOST);
      expect(seen).toHaveLength(10);
      await db.$client.end();
      way.close();
    });

    it("lets the pool end afterwards", async () => {
      const way = await breakable(database.url);
      const db = through(way.port);
      const asked = db.$client`select pg_sleep(60)`.execute();
      await way.passed("pg_sleep");
      way.lose(how);
      await expect(asked).rejects.toThrow(LOST);
      await db.$client.end();
      way.close();
    });
  });

  const through = (port: number) =>
    openDatabase(Object.assign(new URL(database.url), { port: String(port) }).href, {
      max: 1,
      applicationName: "test",
    });
});

/** A way to PostgreSQL that closes the first connections as soon as the server has said a word. */
async function breakFirst(url: string, count: number): Promise<{ server: Server; port: number }> {
  const { hostname, port } = new URL(url);
  let left = count;
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    const breaks = left-- > 0;
    const end = (): void => {
      client.destroy();
      upstream.destroy();
    };
    client.on("error", end).on("close", end);
    upstream.on("error", end).on("close", end);
    client.pipe(upstream);
    upstream.on("data", (bytes) => {
      client.write(bytes);
      if (breaks) client.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

/** A way to PostgreSQL of which the newest connection can be lost, as when the server's machine goes away. */
async function breakable(url: string) {
  const { hostname, port } = new URL(url);
  const state: { client?: Socket; seen: string; onSeen?: () => void } = { seen: "" };
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    state.client = client;
    client.on("error", () => undefined).on("close", () => upstream.destroy());
    upstream.on("error", () => undefined).on("close", () => client.destroy());
    client.on("data", (bytes) => {
      state.seen += bytes.toString("latin1");
      state.onSeen?.();
    });
    client.pipe(upstream).pipe(client);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    passed: (words: string) =>
      new Promise<void>((resolve) => {
        state.onSeen = () => {
          if (state.seen.includes(words)) resolve();
        };
        state.onSeen();
      }),
    lose: (how: "ended" | "reset") =>
      how === "ended" ? state.client?.destroy() : state.client?.resetAndDestroy(),
    close: () => server.close(),
  };
}
