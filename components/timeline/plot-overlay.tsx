"use client";
import { useNow } from "@/components/ui/use-now";
import { classNames } from "@/components/ui/class-names";
import { SECOND_MS } from "@/lib/core/time";
import { GUTTER_PX } from "./panel-canvas";
import { preparePhases } from "./prepare-phases";
import { shareOf } from "./prepare-range";
import { useTimeline, useViewport } from "./timeline-context";

const PHASE_SHADE = { pre: "bg-info/5", during: "bg-accent/6", post: "bg-muted/5" } as const;

function PhaseShades() {
  const { shaded } = useTimeline();
  const view = useViewport((state) => state.view);
  return preparePhases(shaded ? [shaded] : [], view).map(({ event, phase, from, to }) => (
    <div
      key={`${event.id}-${phase}`}
      data-shade={phase}
      className={classNames("absolute inset-y-0", PHASE_SHADE[phase])}
      style={{
        left: `${100 * shareOf(view, from)}%`,
        width: `${(100 * (to - from)) / (view.to - view.from)}%`,
      }}
    >
      {phase === "during" && event.t0 >= view.from && (
        <div className="absolute inset-y-0 left-0 w-px bg-accent/70" />
      )}
    </div>
  ));
}

function NowLine() {
  const now = useNow(SECOND_MS);
  const view = useViewport((state) => state.view);
  if (now <= view.from || now >= view.to) return null;
  return (
    <div
      className="absolute inset-y-0 w-px border-l border-dashed border-muted/60"
      style={{ left: `${100 * shareOf(view, now)}%` }}
    />
  );
}

function Crosshair() {
  const view = useViewport((state) => state.view);
  const hover = useViewport((state) => state.hover);
  if (hover === null || hover < view.from || hover > view.to) return null;
  return (
    <div
      data-crosshair
      className="absolute inset-y-0 w-px bg-fg/60"
      style={{ left: `${100 * shareOf(view, hover)}%` }}
    />
  );
}

function Brush() {
  const view = useViewport((state) => state.view);
  const brush = useViewport((state) => state.brush);
  if (!brush) return null;
  return (
    <div
      data-brush
      className="absolute inset-y-0 border-x border-accent bg-accent/15"
      style={{
        left: `${100 * shareOf(view, brush.from)}%`,
        width: `${(100 * (brush.to - brush.from)) / (view.to - view.from)}%`,
      }}
    />
  );
}

/** What runs through all lanes: phases, T0, now, crosshair, selection. Pointers pass through it. */
export function PlotOverlay() {
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute inset-y-0 right-0 z-10 overflow-hidden"
      style={{ left: `calc(var(--legend) + ${GUTTER_PX}px)` }}
    >
      <PhaseShades />
      <NowLine />
      <Brush />
      <Crosshair />
    </div>
  );
}
