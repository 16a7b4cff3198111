import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { getJson } from "@/lib/http/get-json";
import { selfViewSchema, traceListSchema, type TraceQuery, traceViewSchema } from "@/lib/self/schemas";
import { STORE_PERIOD_MS } from "@/lib/telemetry/constants";

export const selfQueries = {
  all: () => ["self"] as const,
  overview: () =>
    queryOptions({
      queryKey: [...selfQueries.all(), "overview"] as const,
      queryFn: ({ signal }) => getJson("/api/self", { schema: selfViewSchema, signal }),
      refetchInterval: STORE_PERIOD_MS,
    }),
  traces: (query: TraceQuery) =>
    queryOptions({
      queryKey: [...selfQueries.all(), "traces", query] as const,
      queryFn: ({ signal }) =>
        getJson("/api/self/traces", { query: { ...query }, schema: traceListSchema, signal }),
      refetchInterval: STORE_PERIOD_MS,
      placeholderData: keepPreviousData,
    }),
  trace: (id: string) =>
    queryOptions({
      queryKey: [...selfQueries.all(), "trace", id] as const,
      queryFn: ({ signal }) => getJson(`/api/self/traces/${id}`, { schema: traceViewSchema, signal }),
    }),
};
