"use client";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import { colourCss, colourSlot } from "@/components/charts/prepare/colours";
import { valueAt } from "@/components/charts/prepare/series";
import { formatCompact } from "@/lib/core/units";
import type { DrawnSeries } from "./draw-panel";
import { ghostId } from "./prepare-panel";
import { useTimeline, useViewport } from "./timeline-context";

export interface PanelLegendProps {
  series: readonly DrawnSeries[];
  ghosts: readonly DrawnSeries[];
  hidden: number;
  unit: string;
  /** Series that alone are shown, or null. */
  solo: string | null;
  onSolo: (id: string | null) => void;
}

/** Value at the crosshair, or the newest in the view where there is no crosshair. */
function useValueText(unit: string): (series: DrawnSeries | undefined) => string {
  const { stepMs } = useTimeline();
  const hover = useViewport((state) => state.hover);
  const end = useViewport((state) => state.view.to);
  return (series) => {
    if (!series) return "–";
    const last = series.t[series.t.length - 1] ?? 0;
    const at = hover ?? Math.min(end, last);
    return formatCompact(valueAt(series, at, stepMs)?.v, unit);
  };
}

/** Names the lines and tells their values at the crosshair. Pointing at a name brings out its line; a press shows it alone. */
export function PanelLegend({ series, ghosts, hidden, unit, solo, onSolo }: PanelLegendProps) {
  const t = useTranslations("timeline");
  const { viewport } = useTimeline();
  const valueText = useValueText(unit);
  const ghostOf = new Map(ghosts.map((ghost) => [ghost.id, ghost]));
  return (
    <ul className="flex min-h-0 flex-1 flex-col overflow-y-auto max-md:max-h-28">
      {series.map((each) => {
        const ghost = ghostOf.get(ghostId(each.id));
        const colour = colourCss(colourSlot(each.colourKey));
        return (
          <li key={each.id}>
            <button
              type="button"
              title={each.name}
              aria-pressed={solo === each.id}
              onClick={() => onSolo(solo === each.id ? null : each.id)}
              onPointerEnter={() => viewport.set({ highlight: each.id })}
              onPointerLeave={() => viewport.set({ highlight: null })}
              className={classNames(
                "flex h-[18px] w-full items-center gap-1.5 rounded-sm px-1 text-left text-sm hover:bg-raised",
                solo !== null && solo !== each.id && "opacity-40",
              )}
            >
              <span aria-hidden className="h-0.5 w-2.5 shrink-0" style={{ background: colour }} />
              <span className="min-w-0 flex-1 truncate text-muted">{each.name}</span>
              {ghost && (
                <span
                  className="shrink-0 border-b border-dashed text-xs text-faint"
                  style={{ borderColor: colour }}
                >
                  {valueText(ghost)}
                </span>
              )}
              <span className="shrink-0 text-fg">{valueText(each)}</span>
            </button>
          </li>
        );
      })}
      {hidden > 0 && <li className="px-1 text-xs text-faint">{t("hiddenSeries", { count: hidden })}</li>}
    </ul>
  );
}
