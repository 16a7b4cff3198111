import { trimExpired } from "@/lib/auth/trim";
import type { Job } from "@/lib/jobs/job";
import { trimLiveEvents } from "@/lib/live/trim";
import { trimTraces } from "@/lib/self";
import { trimSources } from "@/lib/sources";

/** Everything that is due by the clock; one entry a domain. */
export const WORKER_JOBS: readonly Job[] = [
  {
    name: "trim-live-events",
    cron: "*/10 * * * *",
    expireInSeconds: 300,
    run: (ctx) => trimLiveEvents(ctx.db, ctx.now()),
  },
  {
    name: "trim-own-traces",
    cron: "*/10 * * * *",
    expireInSeconds: 300,
    run: (ctx) => trimTraces(ctx.db, ctx.now()),
  },
  {
    name: "trim-expired-access",
    cron: "17 * * * *",
    expireInSeconds: 300,
    run: (ctx) => trimExpired(ctx.db, ctx.now()),
  },
  {
    name: "trim-ingest-sources",
    cron: "*/10 * * * *",
    expireInSeconds: 300,
    run: (ctx) => trimSources(ctx.db, ctx.now()),
  },
];
