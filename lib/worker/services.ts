import { alarmService } from "@/lib/alarms";
import type { WorkerService } from "@/lib/core/worker-service";
import { eventService } from "@/lib/events";
import { metricsService } from "@/lib/metrics";
import { experimentService } from "@/lib/experiments";
import { riskService } from "@/lib/risk";
import { simulatorService } from "@/lib/simulator";

/** Everything that the worker runs; one line a domain. */
export const WORKER_SERVICES: readonly WorkerService[] = [
  alarmService,
  eventService,
  metricsService,
  experimentService,
  riskService,
  simulatorService,
];
