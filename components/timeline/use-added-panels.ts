"use client";
import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { findMetric } from "@/lib/products/catalogue";
import type { PanelDefinition } from "./lane-catalogue";
import { metricNames } from "./metric-names";
import { isMetricName, type KnownMetadata, viewOfMetric } from "./prepare-view";
import { timelineQueries } from "./timeline-queries";

/** Id of the panel of an added metric: the same text is one panel. */
export function addedPanelId(value: string): string {
  return `add:${value}`;
}

export function addedPanel(value: string, metadata?: KnownMetadata): PanelDefinition {
  const known = findMetric(value);
  const title = known?.metric.title ?? { en: value, zh: value };
  const view = isMetricName(value) ? viewOfMetric(value, metadata) : { expr: value, unit: "" };
  return {
    id: addedPanelId(value),
    title,
    ...view,
    metrics: metricNames(view.expr.replaceAll("$window", "5m")),
    ...(known?.metric.threshold && known.metric.name === value
      ? { threshold: known.metric.threshold.value }
      : {}),
  };
}

/** Panels of what the reader added. A metric's type decides its view, so unknown names are looked up. */
export function useAddedPanels(values: readonly string[]): PanelDefinition[] {
  const results = useQueries({
    queries: values.map((value) => ({
      ...timelineQueries.metadata(value),
      enabled: isMetricName(value) && findMetric(value) === undefined,
    })),
  });
  const metadata = results.map((result) => result.data ?? undefined);
  const key = JSON.stringify([values, metadata]);
  // `key` holds all of `values` and `metadata`, whose arrays are new at each render.
  return useMemo(() => {
    const [names, known] = JSON.parse(key) as [string[], (KnownMetadata | null)[]];
    return names.map((name, i) => addedPanel(name, known[i] ?? undefined));
  }, [key]);
}
