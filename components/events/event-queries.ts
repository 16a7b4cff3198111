import { queryOptions } from "@tanstack/react-query";
import { eventListSchema } from "@/lib/events/schemas";
import { getJson } from "@/lib/http/get-json";

export const eventQueries = {
  all: () => ["events"] as const,
  list: () =>
    queryOptions({
      queryKey: [...eventQueries.all(), "list"] as const,
      queryFn: ({ signal }) => getJson("/api/events", { schema: eventListSchema, signal }),
    }),
};
