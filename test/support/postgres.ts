import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { inject } from "vitest";
import { openDatabase, type Database } from "@/db/client";

export interface TestDatabase {
  url: string;
  db: Database;
  /** Ends the pool and drops the database. */
  drop(): Promise<void>;
}

/**
 * A database of its own, cloned from the migrated template. One a file:
 * `beforeAll(async () => { database = await testDatabase(); }); afterAll(() => database.drop());`
 */
export async function testDatabase({ template = "template_evenkeel" } = {}): Promise<TestDatabase> {
  const server = inject("postgresUrl");
  const name = `test_${randomBytes(6).toString("hex")}`;
  await onServer(server, (sql) => sql`create database ${sql(name)} template ${sql(template)}`);
  const url = Object.assign(new URL(server), { pathname: name }).href;
  const db = openDatabase(url, { max: 5, applicationName: "test" });
  return {
    url,
    db,
    drop: async () => {
      await db.$client.end({ timeout: 5 });
      await onServer(server, (sql) => sql`drop database ${sql(name)} with (force)`);
    },
  };
}

async function onServer(url: string, run: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(url, { max: 1 });
  try {
    await run(sql);
  } finally {
    await sql.end();
  }
}
