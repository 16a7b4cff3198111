import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { alarmListSchema } from "@/lib/alarms/schemas";
import { MINUTE_MS, type RangeMs, SECOND_MS, type UnixMs } from "@/lib/core/time";
import { runListSchema } from "@/lib/experiments/schemas";
import { getJson } from "@/lib/http/get-json";
import { isForeignMetric } from "@/lib/products/catalogue";
import { riskViewSchema } from "@/lib/risk/schemas";
import { simulatorViewSchema } from "@/lib/simulator/schemas";
import { fetchLines, type HeldLines, type LinesRequest } from "./fetch-lines";
import { metadataSchema, namesSchema, vectorSchema } from "./prometheus-schemas";

/** The window as a key: a live one is named by its width, so that it stays the same query while time goes on. */
function windowKey({ window, newestMs }: LinesRequest, live: boolean): string {
  if (live) return `live:${window.to - window.from}`;
  return `${window.from}:${window.to}${newestMs === null ? "" : ":growing"}`;
}

/** Names of metrics and their metadata change when a new source begins to send: a minute is soon enough. */
const CATALOGUE_STALE_MS = MINUTE_MS;
const SIMULATOR_PERIOD_MS = 10 * SECOND_MS;
const EMPTY_PERIOD_MS = 2 * SECOND_MS;
/** Counted over this span: long enough for two samples of a Prometheus that scrapes each minute, its default. */
export const INTERVAL_SPAN_MS = 5 * MINUTE_MS;

/** What alarms and runs are about: a resource, and what it is a member of. */
export interface ResourceSubject {
  resource: string;
  cluster?: string;
}

export const timelineQueries = {
  all: () => ["timeline"] as const,
  /** Everything that a new sample changes. */
  live: () => ["timeline", "live"] as const,

  /** @param epoch changes when older history was written: what is held of it is then asked for again. */
  lines: (request: LinesRequest, live: boolean, epoch: number) => {
    const { expr, stepMs, newestMs } = request;
    const scope = newestMs === null ? ["timeline", "past"] : timelineQueries.live();
    const queryKey = [...scope, "lines", expr, stepMs, windowKey(request, live), epoch] as const;
    return queryOptions({
      queryKey,
      queryFn: ({ client, signal }) => fetchLines(request, client.getQueryData<HeldLines>(queryKey), signal),
      // What lies in the past does not change under a reader; late samples show at the next visit.
      staleTime: newestMs === null ? Infinity : 0,
      gcTime: MINUTE_MS,
      placeholderData: keepPreviousData,
      // Held lines are merged by us; comparing them deeply again would cost more than drawing.
      structuralSharing: false,
    });
  },

  /** One value of each expression at the newest sample, by the names given. */
  values: (name: string, expressions: Readonly<Record<string, string>>) =>
    queryOptions({
      queryKey: [...timelineQueries.live(), "values", name, expressions] as const,
      queryFn: ({ signal }) => fetchValues(expressions, signal),
      placeholderData: keepPreviousData,
    }),

  /**
   * How many samples each metric has in the INTERVAL_SPAN_MS before `at` (null: now). History may be coarser than what is
   * written now, and a rate needs a span that holds several of its samples.
   */
  counts: (metrics: readonly string[], at: UnixMs | null, epoch: number) =>
    queryOptions({
      queryKey: [...timelineQueries.all(), "counts", metrics, at, epoch] as const,
      queryFn: ({ signal }) => fetchValues(countExpressions(metrics), signal, at),
      ...(at === null ? { refetchInterval: MINUTE_MS } : { staleTime: Infinity }),
      placeholderData: keepPreviousData,
    }),

  names: () =>
    queryOptions({
      queryKey: [...timelineQueries.all(), "names"] as const,
      queryFn: ({ signal }) => getJson("/api/v1/label/__name__/values", { schema: namesSchema, signal }),
      staleTime: CATALOGUE_STALE_MS,
      // An empty store fills within seconds of its first sender: nobody should have to reload for that.
      refetchInterval: (query) =>
        query.state.data?.some(isForeignMetric) === false ? EMPTY_PERIOD_MS : false,
    }),

  metadata: (metric: string) =>
    queryOptions({
      queryKey: [...timelineQueries.all(), "metadata", metric] as const,
      queryFn: async ({ signal }) => {
        const all = await getJson("/api/v1/metadata", { query: { metric }, schema: metadataSchema, signal });
        return all[metric]?.[0] ?? null;
      },
      staleTime: CATALOGUE_STALE_MS,
    }),

  runs: (window: RangeMs, about?: ResourceSubject) =>
    queryOptions({
      queryKey: ["runs", "timeline", window, about] as const,
      queryFn: async ({ signal }) =>
        (
          await getJson("/api/runs", {
            query: { ...window, resource: about?.resource },
            schema: runListSchema,
            signal,
          })
        ).runs,
      placeholderData: keepPreviousData,
    }),

  alarms: (window: RangeMs, about?: ResourceSubject) =>
    queryOptions({
      queryKey: ["alarms", "timeline", window, about] as const,
      queryFn: async ({ signal }) =>
        (await getJson("/api/alarms", { query: { ...window, ...about }, schema: alarmListSchema, signal }))
          .alarms,
      placeholderData: keepPreviousData,
    }),

  simulator: () =>
    queryOptions({
      queryKey: ["simulator", "timeline"] as const,
      queryFn: ({ signal }) => getJson("/api/simulator", { schema: simulatorViewSchema, signal }),
      // While it waits for the database, nothing is announced.
      refetchInterval: SIMULATOR_PERIOD_MS,
    }),

  risk: () =>
    queryOptions({
      queryKey: ["risk", "timeline"] as const,
      queryFn: ({ signal }) => getJson("/api/risk", { schema: riskViewSchema, signal }),
    }),
};

/** All series of a histogram are written together: `_count` has a tenth of the series of `_bucket`. */
export function stamped(metric: string): string {
  return metric.replace(/_bucket$/, "_count");
}

function countExpressions(metrics: readonly string[]): Record<string, string> {
  const span = `${INTERVAL_SPAN_MS / SECOND_MS}s`;
  return Object.fromEntries(
    metrics.map((metric) => [metric, `max(count_over_time(${stamped(metric)}[${span}]))`]),
  );
}

/** Label that tells the expressions of one request apart. */
const NAME_LABEL = "evenkeel_name";

/** Several aggregates in one request: each is given its own label, so that `or` keeps them all. */
export function joinExpressions(expressions: Readonly<Record<string, string>>): string {
  return Object.entries(expressions)
    .map(([name, expr]) => `label_replace(${expr}, "${NAME_LABEL}", ${JSON.stringify(name)}, "", "")`)
    .join(" or ");
}

async function fetchValues(
  expressions: Readonly<Record<string, string>>,
  signal: AbortSignal,
  at: UnixMs | null = null,
): Promise<ReadonlyMap<string, number>> {
  if (Object.keys(expressions).length === 0) return new Map();
  const samples = await getJson("/api/v1/query", {
    query: { query: joinExpressions(expressions), time: at === null ? null : at / SECOND_MS },
    schema: vectorSchema,
    signal,
  });
  return new Map(
    samples.flatMap(({ labels, v }) => {
      const name = labels[NAME_LABEL];
      return name === undefined || Number.isNaN(v) ? [] : [[name, v] as [string, UnixMs]];
    }),
  );
}
