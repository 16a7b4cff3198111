"use client";
import { useTranslations } from "next-intl";
import { type RefObject, useRef } from "react";
import type { RangeMs } from "@/lib/core/time";
import { AlarmLane, ExperimentLane } from "./event-lanes";
import type { LaneControls } from "./lane-header";
import { MetricLane } from "./metric-lane";
import { PhaseLane } from "./phase-lane";
import { PlotOverlay } from "./plot-overlay";
import { TimeRuler } from "./time-ruler";
import { useTimeline } from "./timeline-context";
import { useGestures } from "./use-gestures";
import type { ShownLane } from "./use-shown-lanes";
import { moveLane, type TimelineAddress, toggled } from "./use-timeline-address";

export interface TimelineLanesProps {
  lanes: readonly ShownLane[];
  address: TimelineAddress;
  axisName: string;
  root: RefObject<HTMLElement | null>;
  onSettle: (view: RangeMs) => void;
  onZoomOut: () => void;
  onRemove: (panelId: string) => void;
}

/** The axis, everything that runs through all lanes, and the lanes. */
export function TimelineLanes(props: TimelineLanesProps) {
  const { lanes, address, root, onSettle, onZoomOut } = props;
  const t = useTranslations("timeline");
  const { viewport } = useTimeline();
  const plot = useRef<HTMLDivElement>(null);
  useGestures({ viewport, lanes: root, plot, onSettle, onZoomOut });

  const shown = lanes.map((lane) => lane.id);
  const controlsOf = (lane: ShownLane, i: number): LaneControls => ({
    folded: lane.folded,
    focused: address.focus === lane.id,
    onFold: () => void address.setState({ fold: toggled(address.fold, lane.id) }),
    onFocus: () => void address.setState({ focus: address.focus === lane.id ? null : lane.id }),
    move: {
      first: i === 0,
      last: i === lanes.length - 1,
      by: (places) => void address.setState({ order: moveLane(address.lanes, shown, lane.id, places) }),
    },
  });
  return (
    <section
      ref={root}
      data-timeline
      aria-label={t("title")}
      className="relative touch-pan-y border-t bg-surface [--legend:0px] select-none md:[--legend:15rem]"
    >
      <TimeRuler plot={plot} name={props.axisName} />
      <PlotOverlay />
      {lanes.map((lane, i) => {
        const controls = controlsOf(lane, i);
        if (lane.id === "events") return <PhaseLane key={lane.id} controls={controls} onZoom={onSettle} />;
        if (lane.id === "alarms") return <AlarmLane key={lane.id} controls={controls} onZoom={onSettle} />;
        if (lane.id === "experiments")
          return <ExperimentLane key={lane.id} controls={controls} onZoom={onSettle} />;
        return (
          <MetricLane
            key={lane.id}
            lane={lane.id}
            panels={lane.panels}
            removed={lane.removed}
            controls={controls}
            onRemove={props.onRemove}
            onRestore={() => {
              const back = new Set(lane.panels.map((panel) => panel.id));
              void address.setState({ hide: address.hide.filter((id) => back.has(id)) });
            }}
          />
        );
      })}
    </section>
  );
}
