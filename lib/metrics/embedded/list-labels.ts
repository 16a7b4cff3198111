import { compareLabels, labelValue } from "@/lib/metrics/labels";
import { parseSelector } from "@/lib/metrics/parse-selector";
import type { Labels, SeriesQuery } from "@/lib/metrics/store";
import type { Dialect } from "@/lib/promql/dialect";
import type { EmbeddedSource } from "./embedded-source";
import type { LabelIndex } from "./label-index";

interface Parts {
  dialect: Dialect;
  index: LabelIndex;
  source: EmbeddedSource;
}

/** Ids of the series that fit any of the selectors (all, when there is none) and have a sample in the range. */
async function findSeries(
  { index, source, dialect }: Parts,
  { matchers, range }: SeriesQuery,
  signal: AbortSignal | undefined,
): Promise<number[]> {
  const [from, to] = [range?.from ?? Number.MIN_SAFE_INTEGER, range?.to ?? Number.MAX_SAFE_INTEGER];
  const selectors = matchers.length === 0 ? [[]] : matchers.map((text) => parseSelector(text, dialect));
  const found = await Promise.all(selectors.map((selector) => source.present(selector, from, to, signal)));
  // A series can leave while the last selector is looked at; then it has no sample any more.
  return [...new Set(found.flat())].filter((id) => index.has(id));
}

const limited = <T>(entries: T[], limit: number | undefined) =>
  limit === undefined ? entries : entries.slice(0, limit);

export async function listSeries(parts: Parts, query: SeriesQuery, signal?: AbortSignal): Promise<Labels[]> {
  const ids = await findSeries(parts, query, signal);
  return limited(ids.map((id) => parts.index.labelsOf(id)).sort(compareLabels), query.limit);
}

export async function listLabelNames(
  parts: Parts,
  query: SeriesQuery,
  signal?: AbortSignal,
): Promise<string[]> {
  const names = new Set<string>();
  for (const id of await findSeries(parts, query, signal)) {
    for (const name of Object.keys(parts.index.labelsOf(id))) names.add(name);
  }
  return limited([...names].sort(), query.limit);
}

export async function listLabelValues(
  parts: Parts,
  label: string,
  query: SeriesQuery,
  signal?: AbortSignal,
): Promise<string[]> {
  const values = new Set<string>();
  for (const id of await findSeries(parts, query, signal)) {
    const value = labelValue(parts.index.labelsOf(id), label);
    if (value !== "") values.add(value);
  }
  return limited([...values].sort(), query.limit);
}
