"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { alarmQueries } from "@/components/alarms/alarm-queries";
import { runQueries } from "@/components/experiments/experiment-queries";
import { matrixSchema } from "@/components/timeline/prometheus-schemas";
import { MINUTE_MS, type RangeMs, SECOND_MS } from "@/lib/core/time";
import { getJson } from "@/lib/http/get-json";
import { alarmBars, faultBars, gapBars, trackStep } from "./prepare-track";

/** What happened in a window, and where nobody listened. A live window is asked for again each minute, not each tick. */
export function useTrack(range: RangeMs, app: string | null, resources: ReadonlySet<string>) {
  const stepMs = trackStep(range);
  const window = useMemo(() => {
    const grid = Math.max(MINUTE_MS, stepMs);
    return { from: Math.floor(range.from / grid) * grid, to: Math.ceil(range.to / grid) * grid };
  }, [range.from, range.to, stepMs]);
  const alarms = useQuery({ ...alarmQueries.window(window), placeholderData: keepPreviousData });
  const runs = useQuery({ ...runQueries.window(window), placeholderData: keepPreviousData });
  const heard = useQuery({
    queryKey: ["architectures", "heard", app, window, stepMs],
    queryFn: ({ signal }) =>
      getJson("/api/v1/query_range", {
        query: {
          query: `count({__name__=~".+_up"${app === null ? "" : `,app=${JSON.stringify(app)}`}})`,
          start: window.from / SECOND_MS,
          end: window.to / SECOND_MS,
          step: stepMs / SECOND_MS,
        },
        schema: matrixSchema,
        signal,
      }),
    placeholderData: keepPreviousData,
  });
  return {
    alarms: alarmBars(alarms.data?.alarms ?? [], resources, range),
    faults: faultBars(runs.data?.runs ?? [], resources, range),
    gaps: heard.data ? gapBars(heard.data.series[0]?.t ?? [], stepMs, range) : [],
  };
}
