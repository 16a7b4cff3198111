import { alarmService } from "@/lib/alarms";
import type { WorkerService } from "@/lib/core/worker-service";
import { eventService } from "@/lib/events";
import { metricServices } from "@/lib/metrics";
import { experimentService } from "@/lib/experiments";
import { discoveryService } from "@/lib/resources";
import { riskService } from "@/lib/risk";
import { recordingService } from "@/lib/rules";
import { simulatorService } from "@/lib/simulator";

/** Everything that the worker runs; one line a domain. */
export const workerServices = (): readonly WorkerService[] => [
  alarmService,
  recordingService,
  eventService,
  ...metricServices(),
  experimentService,
  riskService,
  discoveryService,
  simulatorService,
];
