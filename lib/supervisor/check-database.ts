import postgres from "postgres";
import { UnavailableError } from "@/lib/core/errors";

/** Tables use `uuidv7()`, which PostgreSQL 18 brought. */
const VERSION_NUM_MIN = 180_000;

/**
 * Checks a DATABASE_URL that the user gave.
 *
 * @throws UnavailableError with what to do; the password is never repeated.
 */
export async function checkDatabase(url: string): Promise<string> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => undefined });
  const shown = Object.assign(new URL(url), { password: "" }).href;
  try {
    const [row] = await sql<{ num: number; version: string }[]>`
      select current_setting('server_version_num')::int as num, current_setting('server_version') as version`;
    if (row && row.num >= VERSION_NUM_MIN) return row.version;
    throw new UnavailableError(
      `DATABASE_URL leads to PostgreSQL ${row?.version}, and version 18 or newer is needed: unset it to use the one that comes along.`,
    );
  } catch (cause) {
    if (cause instanceof UnavailableError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UnavailableError(
      `DATABASE_URL does not answer (${shown}: ${why}): start that server or mend the address, or unset it to use the database that comes along.`,
      { cause },
    );
  } finally {
    await sql.end({ timeout: 1 });
  }
}
