"use client";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { SECOND_MS, type UnixMs } from "@/lib/core/time";
import type { PanelDefinition } from "./lane-catalogue";
import { intervalOf } from "./prepare-freshness";
import type { MetricFreshness } from "./timeline-context";
import { INTERVAL_SPAN_MS, stamped, timelineQueries } from "./timeline-queries";
import { INTERVAL_DEFAULT_MS } from "./use-panel-lines";

/**
 * Newest sample and interval of every metric that is shown: one request for each, whatever the number of lanes.
 *
 * @param pastEnd end of a window that lies in the past: intervals are those of then. Null: of now.
 */
export function useFreshness(
  panels: readonly PanelDefinition[],
  pastEnd: UnixMs | null,
  epoch: number,
): ReadonlyMap<string, MetricFreshness> {
  const metrics = [...new Set(panels.flatMap((panel) => panel.metrics))].sort();
  const key = metrics.join(" ");
  const asked = useMemo(() => (key === "" ? [] : key.split(" ")), [key]);
  const newest = useQuery(
    timelineQueries.values(
      "newest",
      Object.fromEntries(asked.map((metric) => [metric, `max(timestamp(${stamped(metric)}))`])),
    ),
  );
  const counts = useQuery(timelineQueries.counts(asked, pastEnd, epoch));
  return useMemo(() => {
    const entries = asked.map((metric): [string, MetricFreshness] => {
      const at = newest.data?.get(metric);
      const count = counts.data?.get(metric) ?? null;
      return [
        metric,
        {
          newest: at === undefined ? null : Math.round(at * SECOND_MS),
          intervalMs: Math.round(intervalOf(count, INTERVAL_SPAN_MS) ?? INTERVAL_DEFAULT_MS),
        },
      ];
    });
    // Before the first answer nothing is known, which is not the same as no sample.
    return newest.data ? new Map(entries) : new Map();
  }, [asked, newest.data, counts.data]);
}

/** The newest sample of all that is shown, or of those metrics that fit, or null. */
export function newestOf(
  freshness: ReadonlyMap<string, MetricFreshness>,
  fits: (metric: string) => boolean = () => true,
): UnixMs | null {
  const times = [...freshness].flatMap(([metric, { newest }]) =>
    newest !== null && fits(metric) ? [newest] : [],
  );
  return times.length === 0 ? null : Math.max(...times);
}
