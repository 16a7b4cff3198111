import { randomUUID } from "node:crypto";
import type { Database } from "@/db/client";
import { SYSTEM_ACTOR, type Context, type Role } from "@/lib/core/context";
import type { MetricStore } from "@/lib/metrics/store";

/** A context on a test database; `over` replaces what the test is about. */
export function testContext(db: Database, over: Partial<Context> = {}): Context {
  const metrics = over.metrics ?? noMetrics();
  return { actor: SYSTEM_ACTOR, requestId: randomUUID(), now: Date.now, db, metrics, ...over };
}

/** The same context, acted in by a person with a role. */
export const actingAs = (ctx: Context, role: Role): Context => ({
  ...ctx,
  actor: { id: `user-${role}`, kind: "user", name: `A ${role}`, role },
});

const refuse = () => Promise.reject(new Error("This test has no metrics."));

function noMetrics(): MetricStore {
  return {
    dialect: "2",
    write: refuse,
    query: refuse,
    queryRange: refuse,
    series: refuse,
    labelNames: refuse,
    labelValues: refuse,
    metadata: refuse,
    status: refuse,
    deleteSeries: refuse,
    cleanDeleted: refuse,
    close: () => Promise.resolve(),
  };
}

/** A store that answers instant and range queries out of functions: a world that a test moves by hand. */
export function scriptedMetrics(answers: Pick<MetricStore, "query"> & Partial<MetricStore>): MetricStore {
  return { ...noMetrics(), ...answers };
}
