"use client";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { alignRange, chooseStep } from "@/components/charts/prepare/step";
import { type DurationMs, SECOND_MS } from "@/lib/core/time";
import { useLocale } from "next-intl";
import type { PanelDefinition } from "./lane-catalogue";
import { intervalOf } from "./prepare-freshness";
import { prepareGhosts, preparePanel } from "./prepare-panel";
import { rateWindow, withWindow } from "./prepare-view";
import { useTimeline } from "./timeline-context";
import { INTERVAL_SPAN_MS, timelineQueries } from "./timeline-queries";

/** Taken until a metric's own interval is known: the one that Prometheus' documentation shows in its first example. */
export const INTERVAL_DEFAULT_MS: DurationMs = 15 * SECOND_MS;

/** The comparison moves on in blocks of this many steps, so that a live window does not ask for it at each tick. */
const GHOST_BLOCK_STEPS = 30;

export function usePanelLines(panel: PanelDefinition, enabled: boolean) {
  const { window, live, stepMs, edgeMs, compare, freshness, epoch } = useTimeline();
  const locale = useLocale();
  const intervalMs = Math.max(
    ...panel.metrics.map((metric) => freshness.get(metric)?.intervalMs ?? INTERVAL_DEFAULT_MS),
    0,
  );
  const expr = withWindow(panel.expr, rateWindow(stepMs, intervalMs));
  const query = useQuery({
    ...timelineQueries.lines({ expr, stepMs, window, newestMs: edgeMs }, live, epoch),
    enabled,
  });

  const offset = compare?.offsetMs ?? 0;
  const past = alignRange({ from: window.from - offset, to: window.to - offset }, GHOST_BLOCK_STEPS * stepMs);
  const counts = useQuery({
    ...timelineQueries.counts(panel.metrics, past.to, epoch),
    enabled: enabled && compare !== null,
  });
  const pastIntervalMs = Math.max(
    intervalMs,
    ...[...(counts.data?.values() ?? [])].map((count) => intervalOf(count, INTERVAL_SPAN_MS) ?? 0),
  );
  // A grid finer than the samples of then would show each of them as a dot.
  const ghostStepMs = chooseStep(window.to - window.from, Infinity, Math.max(stepMs, pastIntervalMs));
  const ghostExpr = withWindow(panel.expr, rateWindow(ghostStepMs, pastIntervalMs));
  const ghostQuery = useQuery({
    ...timelineQueries.lines(
      { expr: ghostExpr, stepMs: ghostStepMs, window: past, newestMs: null },
      false,
      epoch,
    ),
    enabled: enabled && compare !== null && !counts.isPending,
  });

  const fallback = panel.title[locale === "zh" ? "zh" : "en"];
  const prepared = useMemo(
    () => (query.data ? preparePanel(query.data, stepMs, fallback) : null),
    [query.data, stepMs, fallback],
  );
  const ghostTitle = compare ? (locale === "zh" ? compare.event.titleZh : compare.event.title) : "";
  const ghosts = useMemo(
    () =>
      compare && ghostQuery.data && prepared
        ? prepareGhosts(ghostQuery.data, ghostStepMs, compare.offsetMs, prepared.series, ghostTitle)
        : [],
    [compare, ghostQuery.data, prepared, ghostStepMs, ghostTitle],
  );
  return { query, expr, prepared, ghosts };
}
