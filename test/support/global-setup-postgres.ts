import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { migrateDatabase } from "@/db/migrate";
import { startEmbeddedPostgres } from "@/lib/postgres/embedded";

declare module "vitest" {
  export interface ProvidedContext {
    /** Of the database `evenkeel` on the server of this test run. */
    postgresUrl: string;
  }
}

/** Starts one PostgreSQL for the project, with a migrated database `template_evenkeel` that tests clone. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // The thread of the metrics runs as a bundle, in tests too.
  execFileSync(process.execPath, ["scripts/bundle.mjs"], { stdio: "inherit" });
  const dataFolder = await mkdtemp(path.join(tmpdir(), "evenkeel-test-"));
  const server = await startEmbeddedPostgres({
    dataFolder,
    // Nothing of a test run is kept: the disk need not be waited for.
    settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "300" },
  });
  const sql = postgres(server.url, { max: 1 });
  await sql`create database template_evenkeel`;
  await sql.end();
  await migrateDatabase(databaseUrl(server.url, "template_evenkeel"));
  project.provide("postgresUrl", server.url);
  return async () => {
    await server.stop();
    await rm(dataFolder, { recursive: true, force: true });
  };
}

function databaseUrl(url: string, database: string): string {
  return Object.assign(new URL(url), { pathname: database }).href;
}
