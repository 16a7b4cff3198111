import path from "node:path";
import { openDatabase } from "@/db/client";
import { createSignInLink } from "@/lib/auth/create-sign-in-link";
import { env } from "@/lib/core/env";
import { embeddedUrl } from "@/lib/postgres/embedded";
import { readLock } from "@/lib/supervisor/lock";

const { DATABASE_URL, EVENKEEL_BASE_URL, EVENKEEL_DATA_DIR, HOST, PORT } = env();
const dataFolder = path.resolve(EVENKEEL_DATA_DIR);
const running = await readLock(dataFolder);
const url = DATABASE_URL ?? (running === null ? null : await embeddedUrl(dataFolder));

if (url === null) {
  console.error(`Nothing runs on the data folder ${dataFolder}: start the product first with \`npm start\`.`);
  process.exit(1);
}
const db = openDatabase(url, { max: 1, applicationName: "script" });
console.log(await createSignInLink(db, EVENKEEL_BASE_URL ?? running?.address ?? `http://${HOST}:${PORT}`));
await db.$client.end();
