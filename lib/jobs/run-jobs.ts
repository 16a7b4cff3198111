import { PgBoss } from "pg-boss";
import type { Context } from "@/lib/core/context";
import type { Job } from "./job";
import { measureJob } from "./measure-job";

/** Tries after the first; pg-boss waits longer before each. */
const RETRY_LIMIT = 5;
/** Jobs under way may go on for so long at a stop. */
const STOP_WITHIN_MS = 3_000;

export interface RunJobsOptions {
  databaseUrl: string;
  jobs: readonly Job[];
  openContext: () => Context;
  signal: AbortSignal;
  log: (line: string, error?: unknown) => void;
}

/** Works off the queues until the signal aborts. Every worker may do so: pg-boss gives each job to one of them. */
export async function runJobs({
  databaseUrl,
  jobs,
  openContext,
  signal,
  log,
}: RunJobsOptions): Promise<void> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    application_name: "jobs",
    schema: "jobs",
    max: 2,
  });
  boss.on("error", (error) => log("the job queue had a fault", error));
  await boss.start();
  for (const job of jobs) {
    // oxlint-disable no-await-in-loop -- each queue before its work and its schedule
    const queue = { retryLimit: RETRY_LIMIT, retryBackoff: true, expireInSeconds: job.expireInSeconds };
    await boss.createQueue(job.name, queue);
    await boss.updateQueue(job.name, queue);
    await boss.work(job.name, async ([due]) => {
      if (due) await measureJob(job, () => job.run(openContext(), AbortSignal.any([signal, due.signal])));
    });
    await boss.schedule(job.name, job.cron);
    // oxlint-enable no-await-in-loop
  }
  await aborted(signal);
  await boss.stop({ graceful: true, timeout: STOP_WITHIN_MS });
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
