import { queryOptions } from "@tanstack/react-query";
import { meSchema, tokenListSchema, userListSchema } from "@/lib/auth/schemas";
import { getJson } from "@/lib/http/get-json";

export const accountQueries = {
  all: () => ["accounts"] as const,
  me: () =>
    queryOptions({
      queryKey: [...accountQueries.all(), "me"] as const,
      queryFn: ({ signal }) => getJson("/api/me", { schema: meSchema, signal }),
    }),
  users: () =>
    queryOptions({
      queryKey: [...accountQueries.all(), "users"] as const,
      queryFn: ({ signal }) => getJson("/api/users", { schema: userListSchema, signal }),
    }),
  tokens: () =>
    queryOptions({
      queryKey: [...accountQueries.all(), "tokens"] as const,
      queryFn: ({ signal }) => getJson("/api/tokens", { schema: tokenListSchema, signal }),
    }),
};
