import path from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { ROOT } from "@/lib/core/root";

/** Any constant will do, as long as nobody else in this database uses it: the ASCII codes of "evkl". */
const MIGRATION_LOCK = 0x65_76_6b_6c;

export const MIGRATIONS_FOLDER = path.join(ROOT, "db/migrations");

/**
 * Applies the migrations that this database has not seen, in one transaction. Several processes may call it at once: an
 * advisory lock lets one work and the others wait.
 */
export async function migrateDatabase(url: string, migrationsFolder = MIGRATIONS_FOLDER): Promise<void> {
  // One connection, because the lock belongs to the session.
  const client = postgres(url, {
    max: 1,
    onnotice: () => undefined,
    connection: { application_name: "migrate" },
  });
  try {
    await client`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await migrate(drizzle(client), { migrationsFolder });
  } finally {
    await client.end();
  }
}
