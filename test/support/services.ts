import type { Services } from "@/lib/core/context";
import { openMetricStore } from "@/lib/metrics/open-store";
import type { TestDatabase } from "./postgres";

/** Puts a test database in the place of the process-wide services, so that route handlers can be called directly. */
export function useServices({ db, url }: TestDatabase): Services {
  const services: Services = { db, metrics: openMetricStore({ db, databaseUrl: url }) };
  Object.assign(globalThis, { [Symbol.for("evenkeel.services")]: { value: services } });
  return services;
}
