"use client";
import { useTranslations } from "next-intl";
import { useUnknownSince } from "@/components/metrics/use-unknown-since";
import { Age } from "@/components/ui/age";
import { Button } from "@/components/ui/button";
import { StatusShape } from "@/components/ui/status-shape";
import { useNow } from "@/components/ui/use-now";
import { SECOND_MS } from "@/lib/core/time";
import type { LaneId, PanelDefinition } from "./lane-catalogue";
import { type LaneControls, LaneHeader } from "./lane-header";
import { MetricPanel } from "./metric-panel";
import { freshnessOf, staleAfter } from "./prepare-freshness";
import { useTimeline } from "./timeline-context";
import { INTERVAL_DEFAULT_MS } from "./use-panel-lines";

export interface MetricLaneProps {
  lane: LaneId;
  panels: readonly PanelDefinition[];
  /** Panels of this lane that the reader took away. */
  removed: number;
  controls: LaneControls;
  onRemove: (id: string) => void;
  onRestore: () => void;
}

/** How old the lane's newest sample is. Stale and unknown are marked by shape and word, not by colour alone. */
function LaneAge({ panels }: { panels: readonly PanelDefinition[] }) {
  const t = useTranslations("timeline");
  const { freshness } = useTimeline();
  const since = useUnknownSince();
  const now = useNow(SECOND_MS);
  const known = panels.flatMap((panel) => panel.metrics.flatMap((metric) => freshness.get(metric) ?? []));
  const newest = known.reduce((max, each) => Math.max(max, each.newest ?? 0), 0) || null;
  const intervalMs = known.find((each) => each.newest === newest)?.intervalMs ?? INTERVAL_DEFAULT_MS;
  const state = now === 0 ? "fresh" : freshnessOf(newest, intervalMs, now);
  return (
    <span data-lane-age={state} className="flex min-w-0 items-center gap-1.5 truncate">
      {state !== "fresh" && <StatusShape status={state === "stale" ? "warning" : "unknown"} />}
      {newest === null ? (
        <span className="text-unknown">{since ?? t("neverSampled")}</span>
      ) : (
        <>
          <span className="max-sm:sr-only">{t("newest")}</span>
          <Age at={newest} staleAfterMs={staleAfter(intervalMs)} />
          {state === "stale" && <span className="text-warning">{t("stale")}</span>}
        </>
      )}
    </span>
  );
}

export function MetricLane({ lane, panels, removed, controls, onRemove, onRestore }: MetricLaneProps) {
  const t = useTranslations("timeline");
  return (
    <section aria-label={t(`lanes.${lane}`)} data-lane={lane} className="border-b">
      <LaneHeader lane={lane} controls={controls}>
        <LaneAge panels={panels} />
        {removed > 0 && (
          <span className="flex items-center gap-1">
            {t("removedPanels", { count: removed })}
            <Button size="sm" variant="ghost" onClick={onRestore}>
              {t("restorePanels")}
            </Button>
          </span>
        )}
      </LaneHeader>
      {!controls.folded &&
        panels.map((panel) => (
          <MetricPanel key={panel.id} lane={lane} panel={panel} tall={controls.focused} onRemove={onRemove} />
        ))}
    </section>
  );
}
