import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import journal from "@/db/migrations/meta/_journal.json";
import { migrateDatabase, MIGRATIONS_FOLDER } from "@/db/migrate";
import { auditLog } from "@/db/schema/audit";
import { testDatabase, type TestDatabase } from "../../support/postgres";

describe("migrateDatabase", () => {
  const opened: TestDatabase[] = [];
  let wanted: string;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "evenkeel-migrations-"));
    const database = await testDatabase();
    wanted = await describeSchema(database);
    await database.drop();
  });
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.drop();
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function emptyDatabase(): Promise<TestDatabase> {
    const database = await testDatabase({ template: "template0" });
    opened.push(database);
    return database;
  }

  it.each(journal.entries.map((entry, index) => [entry.tag, index + 1] as const))(
    "comes to the same schema from a database that stopped at %s",
    async (_tag, count) => {
      const database = await emptyDatabase();
      await migrateDatabase(database.url, await firstMigrations(folder, count));
      await migrateDatabase(database.url);
      expect(await describeSchema(database)).toBe(wanted);
    },
  );

  it("lets several processes start at once", async () => {
    const database = await emptyDatabase();
    await Promise.all([1, 2, 3].map(() => migrateDatabase(database.url)));
    const [row] = await database.db.$client`select count(*)::int as n from drizzle.__drizzle_migrations`;
    expect(row?.n).toBe(journal.entries.length);
  });

  it("keeps audit rows from being changed or removed", async () => {
    const database = await testDatabase();
    opened.push(database);
    const { db } = database;
    await db.insert(auditLog).values({ actorId: "a", actorName: "A", action: "x.y", requestId: "r" });
    const refused = { code: "42501" };
    await expect(db.$client`update audit_log set action = 'z'`).rejects.toMatchObject(refused);
    await expect(db.$client`delete from audit_log`).rejects.toMatchObject(refused);
    await expect(db.$client`truncate audit_log`).rejects.toMatchObject(refused);
  });
});

async function firstMigrations(folder: string, count: number): Promise<string> {
  const target = path.join(folder, String(count));
  await mkdir(path.join(target, "meta"), { recursive: true });
  await cp(MIGRATIONS_FOLDER, target, { recursive: true });
  const whole = JSON.parse(await readFile(path.join(target, "meta/_journal.json"), "utf8")) as typeof journal;
  const part = { ...whole, entries: whole.entries.slice(0, count) };
  await writeFile(path.join(target, "meta/_journal.json"), JSON.stringify(part));
  return target;
}

/** Columns, indexes, constraints and triggers, as text. */
async function describeSchema({ db }: TestDatabase): Promise<string> {
  const rows = await db.$client`
    select format('%s.%s %s %s %s', table_name, column_name, data_type, is_nullable, column_default) as line
      from information_schema.columns where table_schema = 'public'
    union all select indexdef from pg_indexes where schemaname = 'public'
    union all select format('%s %s', conrelid::regclass, pg_get_constraintdef(oid)) from pg_constraint
      where connamespace = 'public'::regnamespace
    union all select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
    order by 1`;
  return rows.map((row) => String(row.line)).join("\n");
}
