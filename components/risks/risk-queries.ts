import { queryOptions } from "@tanstack/react-query";
import { getJson } from "@/lib/http/get-json";
import { riskViewSchema } from "@/lib/risk/schemas";

export const riskQueries = {
  all: () => ["risks"] as const,
  newest: () =>
    queryOptions({
      queryKey: [...riskQueries.all(), "newest"] as const,
      queryFn: ({ signal }) => getJson("/api/risk", { schema: riskViewSchema, signal }),
    }),
};
