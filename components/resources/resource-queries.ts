import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { getJson } from "@/lib/http/get-json";
import { resourceListSchema } from "@/lib/resources/schemas";

/** More hits than this cannot be read in a palette. */
const HITS_MAX = 8;

export const resourceQueries = {
  all: () => ["resources"] as const,
  /** Resources whose id or cluster holds the text. */
  search: (text: string) =>
    queryOptions({
      queryKey: [...resourceQueries.all(), "search", text] as const,
      queryFn: ({ signal }) =>
        getJson("/api/resources", {
          query: { q: text, limit: HITS_MAX },
          schema: resourceListSchema,
          signal,
        }),
      placeholderData: keepPreviousData,
    }),
};
