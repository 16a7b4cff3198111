import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "@/lib/core/time";
import { getJson } from "@/lib/http/get-json";

const namesSchema = z.object({ data: z.array(z.string()) }).transform(({ data }) => data);
const typesSchema = z
  .object({ data: z.record(z.string(), z.array(z.object({ type: z.string() }))) })
  .transform(
    ({ data }) =>
      new Map(Object.entries(data).flatMap(([name, [one]]) => (one ? [[name, one.type] as const] : []))),
  );

export const resourceMetricQueries = {
  /** Names of the metrics that a resource has had samples of within a day. */
  names: (selector: string) =>
    queryOptions({
      queryKey: ["resource-metrics", "names", selector] as const,
      queryFn: ({ signal }) =>
        getJson("/api/v1/label/__name__/values", {
          query: { "match[]": `{${selector}}`, start: (Date.now() - DAY_MS) / SECOND_MS },
          schema: namesSchema,
          signal,
        }),
      staleTime: MINUTE_MS,
      refetchInterval: MINUTE_MS,
    }),
  /** Types of all metrics, by name. */
  types: () =>
    queryOptions({
      queryKey: ["resource-metrics", "types"] as const,
      queryFn: ({ signal }) => getJson("/api/v1/metadata", { schema: typesSchema, signal }),
      staleTime: MINUTE_MS,
    }),
};
