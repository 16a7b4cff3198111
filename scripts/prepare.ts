import { openDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { createSignInLink } from "@/lib/auth/create-sign-in-link";
import { ensureAdminToken } from "@/lib/auth/ensure-admin-token";
import { isFresh } from "@/lib/auth/is-fresh";
import { env } from "@/lib/core/env";
import { mapStackTraces } from "@/lib/core/map-stack-traces";

mapStackTraces(import.meta.url);
const { DATABASE_URL, ADMIN_TOKEN } = env();
const [address] = process.argv.slice(2);
if (DATABASE_URL === undefined || address === undefined)
  throw new Error("This is a step of `npm start`: it needs DATABASE_URL, and the product's address.");

await migrateDatabase(DATABASE_URL);
const db = openDatabase(DATABASE_URL, { max: 1, applicationName: "prepare" });
if (ADMIN_TOKEN !== undefined) await ensureAdminToken(db, ADMIN_TOKEN);
// A sign-in link as long as nobody has another way in.
if (await isFresh(db)) console.log(await createSignInLink(db, address));
await db.$client.end({ timeout: 2 });
