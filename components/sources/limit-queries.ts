import { queryOptions } from "@tanstack/react-query";
import { getJson } from "@/lib/http/get-json";
import { ingestLimitsViewSchema } from "@/lib/metrics/schemas";

export const limitQueries = {
  all: () => ["limits"] as const,
  of: (tokenId: string) =>
    queryOptions({
      queryKey: [...limitQueries.all(), tokenId] as const,
      queryFn: ({ signal }) =>
        getJson(`/api/tokens/${tokenId}/limits`, { schema: ingestLimitsViewSchema, signal }),
    }),
};
