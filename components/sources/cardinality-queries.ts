import { queryOptions } from "@tanstack/react-query";
import { vectorSchema } from "@/components/timeline/prometheus-schemas";
import { MINUTE_MS } from "@/lib/core/time";
import { getJson } from "@/lib/http/get-json";

export interface SeriesCount {
  name: string;
  series: number;
}

const TOP = 15;

/** Counting looks at every series: often enough for people, seldom enough for the store. */
const STALE_MS = MINUTE_MS;

/**
 * What has most series with a sample in the last five minutes, by a label, the greatest first.
 *
 * @param selector of the series that count, such as `{job="node"}`.
 */
export const cardinalityQuery = (label: "__name__" | "job", selector: string) =>
  queryOptions({
    queryKey: ["cardinality", label, selector] as const,
    queryFn: async ({ signal }) => {
      const query = `topk(${TOP}, count by (${label}) (${selector}))`;
      const samples = await getJson("/api/v1/query", { query: { query }, schema: vectorSchema, signal });
      return samples
        .map(({ labels, v }): SeriesCount => ({ name: labels[label] ?? "", series: v }))
        .sort((a, b) => b.series - a.series || a.name.localeCompare(b.name));
    },
    staleTime: STALE_MS,
  });

/** All series with a sample in the last five minutes. */
export const totalQuery = (selector: string) =>
  queryOptions({
    queryKey: ["cardinality", "total", selector] as const,
    queryFn: async ({ signal }) => {
      const query = `count(${selector})`;
      const [sample] = await getJson("/api/v1/query", { query: { query }, schema: vectorSchema, signal });
      return sample?.v ?? 0;
    },
    staleTime: STALE_MS,
  });
