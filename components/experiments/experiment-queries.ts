import { queryOptions } from "@tanstack/react-query";
import { experimentListSchema, runListSchema, runViewSchema } from "@/lib/experiments/schemas";
import type { RangeMs } from "@/lib/core/time";
import { getJson } from "@/lib/http/get-json";

export const experimentQueries = {
  all: () => ["experiments"] as const,
  list: () =>
    queryOptions({
      queryKey: [...experimentQueries.all(), "list"] as const,
      queryFn: ({ signal }) => getJson("/api/experiments", { schema: experimentListSchema, signal }),
    }),
};

export const runQueries = {
  all: () => ["runs"] as const,
  /** Runs that touch the window, newest first. */
  window: (window: RangeMs & { resource?: string }) =>
    queryOptions({
      queryKey: [...runQueries.all(), "window", window] as const,
      queryFn: ({ signal }) => getJson("/api/runs", { query: { ...window }, schema: runListSchema, signal }),
    }),
  one: (id: string) =>
    queryOptions({
      queryKey: [...runQueries.all(), "one", id] as const,
      queryFn: ({ signal }) =>
        getJson(`/api/runs/${encodeURIComponent(id)}`, { schema: runViewSchema, signal }),
    }),
};
