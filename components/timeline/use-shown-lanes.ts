"use client";
import { useMemo } from "react";
import {
  LANE_PANELS,
  type LaneId,
  METRIC_LANES,
  type MetricLaneId,
  type PanelDefinition,
} from "./lane-catalogue";
import { useAddedPanels } from "./use-added-panels";
import type { TimelineAddress } from "./use-timeline-address";

export interface ShownLane {
  id: LaneId;
  /** Empty for lanes of bars. */
  panels: readonly PanelDefinition[];
  /** How many panels of it were taken away. */
  removed: number;
  folded: boolean;
}

function isMetricLane(lane: LaneId): lane is MetricLaneId {
  return (METRIC_LANES as readonly LaneId[]).includes(lane);
}

/** Lanes in the order of the reader with the panels that are in them; a lane of added metrics only when there are any. */
export function useShownLanes(address: TimelineAddress): ShownLane[] {
  const added = useAddedPanels(address.add);
  const { lanes, hide, fold, focus } = address;
  return useMemo(() => {
    const panelsOf = (lane: LaneId) =>
      lane === "added" ? added : isMetricLane(lane) ? LANE_PANELS[lane] : [];
    return lanes
      .filter((lane) => (focus === null || focus === lane) && (lane !== "added" || added.length > 0))
      .map((lane) => {
        const panels = panelsOf(lane).filter((panel) => !hide.includes(panel.id));
        return {
          id: lane,
          panels,
          removed: panelsOf(lane).length - panels.length,
          folded: fold.includes(lane) && focus === null,
        };
      });
  }, [lanes, hide, fold, focus, added]);
}
