import { parentPort, workerData } from "node:worker_threads";
import { openDatabase } from "@/db/client";
import { mapStackTraces } from "@/lib/core/map-stack-traces";
import { openLocalStore } from "@/lib/metrics/open-store";
import type { ThreadSetup } from "@/lib/metrics/thread/messages";
import { serveStore } from "@/lib/metrics/thread/serve";

mapStackTraces(import.meta.url);
if (parentPort === null)
  throw new Error("This runs as a thread of the web part: start the product with `npm start`.");
const { databaseUrl, dialect } = workerData as ThreadSetup; // Safe because only `openThreadStore` starts this.
const db = openDatabase(databaseUrl, { applicationName: "web metrics" });
const store = openLocalStore(db, dialect);

await serveStore(store, parentPort);
await store.close();
await db.$client.end({ timeout: 2 });
process.exit();
