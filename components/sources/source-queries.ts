import { queryOptions } from "@tanstack/react-query";
import { SECOND_MS } from "@/lib/core/time";
import { getJson } from "@/lib/http/get-json";
import { sourceDetailsSchema, sourceListSchema } from "@/lib/sources/schemas";

/** Besides the live events: a source that falls silent announces nothing, but its rate goes down. */
const REFRESH_MS = 10 * SECOND_MS;

export const sourceQueries = {
  all: () => ["sources"] as const,
  list: () =>
    queryOptions({
      queryKey: [...sourceQueries.all(), "list"] as const,
      queryFn: ({ signal }) => getJson("/api/sources", { schema: sourceListSchema, signal }),
      refetchInterval: REFRESH_MS,
    }),
  one: (id: string) =>
    queryOptions({
      queryKey: [...sourceQueries.all(), "one", id] as const,
      queryFn: ({ signal }) => getJson(`/api/sources/${id}`, { schema: sourceDetailsSchema, signal }),
      refetchInterval: REFRESH_MS,
    }),
};
