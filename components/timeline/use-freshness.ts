"use client";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { SECOND_MS, type UnixMs } from "@/lib/core/time";
import type { PanelDefinition } from "./lane-catalogue";
import { intervalOf } from "./prepare-freshness";
import type { MetricFreshness } from "./timeline-context";
import { INTERVAL_SPAN_MS, timelineQueries } from "./timeline-queries";
import { INTERVAL_DEFAULT_MS } from "./use-panel-lines";

/** All series of a histogram are written together: `_count` has a tenth of the series of `_bucket`. */
function stamped(metric: string): string {
  return metric.replace(/_bucket$/, "_count");
}

/** Newest sample and interval of every metric that is shown: one request for each, whatever the number of lanes. */
export function useFreshness(panels: readonly PanelDefinition[]): ReadonlyMap<string, MetricFreshness> {
  const metrics = [...new Set(panels.flatMap((panel) => panel.metrics))].sort();
  const key = metrics.join(" ");
  const asked = useMemo(() => (key === "" ? [] : key.split(" ")), [key]);
  const newest = useQuery(
    timelineQueries.values(
      "newest",
      Object.fromEntries(asked.map((metric) => [metric, `max(timestamp(${stamped(metric)}))`])),
    ),
  );
  const counts = useQuery(
    timelineQueries.counts(
      Object.fromEntries(
        asked.map((metric) => [
          metric,
          `max(count_over_time(${stamped(metric)}[${INTERVAL_SPAN_MS / SECOND_MS}s]))`,
        ]),
      ),
    ),
  );
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

/** The newest sample of all that is shown, or null. */
export function newestOf(freshness: ReadonlyMap<string, MetricFreshness>): UnixMs | null {
  return [...freshness.values()].reduce<UnixMs | null>(
    (max, { newest }) => (newest !== null && newest > (max ?? 0) ? newest : max),
    null,
  );
}
