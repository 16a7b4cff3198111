import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import * as schema from "./schema";

/** The pool of `postgres.js`: for COPY, LISTEN, cursors and advisory locks, which drizzle has no words for. */
export type Sql = postgres.Sql;

/** Drizzle on a pool. `$client` is the pool itself. */
export type Database = ReturnType<typeof openDatabase>;
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

export interface OpenDatabaseOptions {
  /** Connections at most. The worker and each web process hold one pool. */
  max?: number;
  applicationName: string;
}

/**
 * Seconds until a lost connection is made again: a tenth, doubled each time, at most one. The driver's own rule waits up to
 * 20 s after a short outage, in which notifications stay unheard. Our choice: one try a second burdens nobody.
 */
export const reconnectAfterS = (failures: number): number => Math.min(1, 0.1 * 2 ** failures);

/** Of one pool. PostgreSQL takes 100 in all by default. */
export const CONNECTIONS_MAX = 10;

/** Opens a pool; connections are made at first use. Close it with `db.$client.end()`. */
export function openDatabase(url: string, { max = CONNECTIONS_MAX, applicationName }: OpenDatabaseOptions) {
  const client = postgres(url, {
    max,
    backoff: reconnectAfterS,
    connection: { application_name: applicationName },
    // Notices of `CREATE … IF NOT EXISTS` are noise.
    onnotice: () => undefined,
  });
  return drizzle(client, { schema, casing: "snake_case" });
}
