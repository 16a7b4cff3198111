import { record } from "@/lib/telemetry/measure";
import { withSpan } from "@/lib/telemetry/span";
import type { Job } from "./job";

/** Counts, times and traces one run of a job. */
export async function measureJob({ name }: Job, run: () => Promise<void>): Promise<void> {
  const began = performance.now();
  let outcome = "error";
  try {
    await withSpan(`jobs.${name}`, {}, run);
    outcome = "ok";
  } finally {
    record("evenkeel_job_duration_seconds", (performance.now() - began) / 1_000, { queue: name, outcome });
  }
}
