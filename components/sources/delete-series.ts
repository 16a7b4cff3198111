import { z } from "zod";
import { getJson, postJson } from "@/lib/http/get-json";

/** More than a person reads; enough to tell a slip from what is meant. */
export const PREVIEW_MAX = 10_001;

const seriesSchema = z
  .object({ data: z.array(z.record(z.string(), z.string())) })
  .transform(({ data }) => data.map(formatLabels));

function formatLabels({ __name__: name = "", ...rest }: Record<string, string>): string {
  const pairs = Object.entries(rest).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return pairs.length === 0 ? name : `${name}{${pairs.join(", ")}}`;
}

/** The series that a selector would delete, whenever they had samples; at most PREVIEW_MAX of them. */
export const previewMatching = (matcher: string): Promise<string[]> =>
  getJson("/api/v1/series", {
    query: { "match[]": matcher, start: 0, limit: PREVIEW_MAX },
    schema: seriesSchema,
  });

/** Deletes all samples of the series that fit. */
export const deleteMatching = (matcher: string): Promise<undefined> =>
  postJson(`/api/v1/admin/tsdb/delete_series?${new URLSearchParams({ "match[]": matcher })}`, {
    schema: z.undefined(),
  });
