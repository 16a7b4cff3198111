import { dehydrate, HydrationBoundary, QueryClient, type QueryKey } from "@tanstack/react-query";
import type { ReactNode } from "react";

export interface Prefetch {
  /** The same as the browser's query has. */
  queryKey: QueryKey;
  /** The verb itself: the server does not call its own HTTP. */
  queryFn: () => Promise<unknown>;
}

/**
 * Runs the queries of a page on the server, so that it comes with its data. One that fails is left to the browser, which
 * asks again and shows what is wrong.
 */
export async function Prefetched({
  queries,
  children,
}: {
  queries: readonly Prefetch[];
  children: ReactNode;
}) {
  const client = new QueryClient();
  await Promise.all(queries.map((query) => client.prefetchQuery({ ...query, retry: false })));
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}
