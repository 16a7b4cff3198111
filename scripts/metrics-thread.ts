import { parentPort, workerData } from "node:worker_threads";
import { CONNECTIONS_MAX, openDatabase } from "@/db/client";
import { mapStackTraces } from "@/lib/core/map-stack-traces";
import { openLocalStore } from "@/lib/metrics/open-store";
import type { ThreadSetup } from "@/lib/metrics/thread/messages";
import { serveStore } from "@/lib/metrics/thread/serve";
import { keepSelf } from "@/lib/self";
import { measureStatements } from "@/lib/telemetry/database";
import { startTelemetry } from "@/lib/telemetry/start";

mapStackTraces(import.meta.url);
if (parentPort === null)
  throw new Error("This runs as a thread of the web part: start the product with `npm start`.");
const { databaseUrl, dialect } = workerData as ThreadSetup; // Safe because only `openThreadStore` starts this.
await startTelemetry({ part: "metrics", thread: true });
const db = openDatabase(databaseUrl, { applicationName: "web metrics" });
measureStatements(db.$client, CONNECTIONS_MAX);
const store = openLocalStore(db, { dialect });
const stopping = new AbortController();
const kept = keepSelf({ db, metrics: store, signal: stopping.signal });

await serveStore(store, parentPort);
stopping.abort();
await kept;
await store.close();
await db.$client.end({ timeout: 2 });
process.exit();
