import { randomUUID } from "node:crypto";
import { CONNECTIONS_MAX, openDatabase } from "@/db/client";
import { SYSTEM_ACTOR, type Context, type Services } from "@/lib/core/context";
import { env } from "@/lib/core/env";
import { UnavailableError } from "@/lib/core/errors";
import { processSingleton } from "@/lib/core/once";
import { openMetricStore } from "@/lib/metrics/open-store";
import { measureStatements } from "@/lib/telemetry/database";

/**
 * What a process needs for its whole life: web routes, worker services and scripts share it.
 *
 * @throws UnavailableError without DATABASE_URL, which the supervisor sets.
 */
export const getServices = processSingleton("services", (): Services => {
  const { DATABASE_URL: url, EVENKEEL_PART } = env();
  if (url === undefined)
    throw new UnavailableError("DATABASE_URL is not set: start the product with `npm start`.");
  const db = openDatabase(url, { applicationName: EVENKEEL_PART });
  measureStatements(db.$client, CONNECTIONS_MAX);
  return { db, metrics: openMetricStore({ db, databaseUrl: url }) };
});

/** For work that no person asked for: the worker, the scripts. */
export function systemContext(services: Services = getServices()): Context {
  return { actor: SYSTEM_ACTOR, requestId: randomUUID(), now: Date.now, ...services };
}
