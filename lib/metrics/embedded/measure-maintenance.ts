import type { Sql } from "@/db/client";
import { count, record, setLevel } from "@/lib/telemetry/measure";
import { withSpan } from "@/lib/telemetry/span";

/** Counts, times and traces one step of the upkeep. A number that it returns is how many samples it moved. */
export async function measureStep<T>(step: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  let outcome = "error";
  try {
    const done = await withSpan(`metrics.${step}`, {}, work);
    outcome = "ok";
    if (typeof done === "number") count("evenkeel_maintenance_samples_total", { step }, done);
    return done;
  } finally {
    const seconds = (performance.now() - began) / 1_000;
    record("evenkeel_maintenance_duration_seconds", seconds, { step, outcome });
  }
}

/** How much there is to fold. */
export async function measureLog(sql: Sql): Promise<void> {
  const [log] = await sql<{ samples: string }[]>`select coalesce(sum(samples), 0) as samples from metric_log`;
  setLevel("evenkeel_log_samples", Number(log?.samples ?? 0));
}
