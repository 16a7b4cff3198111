import { queryOptions } from "@tanstack/react-query";
import { SECOND_MS } from "@/lib/core/time";
import { getJson } from "@/lib/http/get-json";
import { storageViewSchema } from "@/lib/metrics/retention/storage-view";

export const storageQueries = {
  all: () => ["storage"] as const,
  view: () =>
    queryOptions({
      queryKey: [...storageQueries.all(), "view"] as const,
      queryFn: ({ signal }) => getJson("/api/storage", { schema: storageViewSchema, signal }),
      // The worker drops and folds twice a minute.
      refetchInterval: 30 * SECOND_MS,
    }),
};
