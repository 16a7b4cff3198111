"use client";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { SECOND_MS } from "@/lib/core/time";
import { getJson } from "@/lib/http/get-json";
import { type MetricsHealth, metricsHealthSchema } from "@/lib/metrics/health/schemas";

/** A tick of the simulator and of the alarm rules: sooner nobody would have seen anything new. */
const PERIOD_MS = 5 * SECOND_MS;

const ANSWERS: MetricsHealth = { awaySince: null, error: null, engine: null };

const metricsHealthQuery = queryOptions({
  // Not below a key that live events make old: it is asked for by the clock.
  queryKey: ["metrics-health"] as const,
  queryFn: ({ signal }) => getJson("/api/metrics/health", { schema: metricsHealthSchema, signal }),
  refetchInterval: PERIOD_MS,
  retry: false,
});

/** Whether the store of metrics answers; it is taken to while nobody knows, as then nothing else is shown either. */
export function useMetricsHealth(): MetricsHealth {
  return useQuery(metricsHealthQuery).data ?? ANSWERS;
}
