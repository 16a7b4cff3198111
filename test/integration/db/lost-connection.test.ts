import { connect, createServer, type AddressInfo, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "@/db/client";
import { testDatabase, type TestDatabase } from "@/test/support/postgres";

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
    const db = openDatabase(Object.assign(new URL(database.url), { port: String(port) }).href, {
      max: 1,
      applicationName: "test",
    });
    try {
      expect(await db.$client`select 1 as one`).toEqual([{ one: 1 }]);
    } finally {
      await db.$client.end({ timeout: 1 });
      server.close();
    }
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
