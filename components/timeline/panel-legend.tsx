"use client";
import { useTranslations } from "next-intl";
import { type RefObject, useEffect, useMemo, useRef } from "react";
import { classNames } from "@/components/ui/class-names";
import { colourCss, colourSlot } from "@/components/charts/prepare/colours";
import { valueAt } from "@/components/charts/prepare/series";
import { MINUTE_MS } from "@/lib/core/time";
import { formatCompact } from "@/lib/core/units";
import type { DrawnSeries } from "./draw-panel";
import { ghostId } from "./prepare-panel";
import { useTimeline } from "./timeline-context";

export interface PanelLegendProps {
  series: readonly DrawnSeries[];
  ghosts: readonly DrawnSeries[];
  hidden: number;
  unit: string;
  /** Series that alone are shown, or null. */
  solo: string | null;
  onSolo: (id: string | null) => void;
}

/** Another event may have been sampled once a minute, as old samples are. */
const GHOST_REACH_MS = MINUTE_MS;

/**
 * Writes the values at the crosshair, or the newest ones where there is no crosshair, into the elements that carry the id
 * of a series. Past React: 12 legends of 30 rows change with each move of the pointer.
 */
function useLiveValues(
  root: RefObject<HTMLElement | null>,
  series: readonly DrawnSeries[],
  unit: string,
): void {
  const { viewport, stepMs } = useTimeline();
  useEffect(() => {
    const byId = new Map(series.map((each) => [each.id, each]));
    const cells = [...(root.current?.querySelectorAll<HTMLElement>("[data-value-of]") ?? [])];
    let written: number | null | undefined;
    const write = () => {
      const { hover, view, moving } = viewport.get();
      if (moving) return;
      const at = hover ?? view.to;
      if (at === written) return;
      written = at;
      for (const cell of cells) {
        const line = byId.get(cell.dataset["valueOf"] ?? "");
        const last = line?.t[line.t.length - 1] ?? 0;
        const value =
          line && valueAt(line, hover ?? Math.min(at, last), line.ghost ? GHOST_REACH_MS : stepMs)?.v;
        cell.textContent = formatCompact(value, unit);
      }
    };
    write();
    return viewport.subscribe(write);
  }, [root, series, unit, viewport, stepMs]);
}

/** Names the lines and tells their values at the crosshair. Pointing at a name brings out its line; a press shows it alone. */
export function PanelLegend({ series, ghosts, hidden, unit, solo, onSolo }: PanelLegendProps) {
  const t = useTranslations("timeline");
  const { viewport } = useTimeline();
  const root = useRef<HTMLUListElement>(null);
  const valued = useMemo(() => [...series, ...ghosts], [series, ghosts]);
  useLiveValues(root, valued, unit);
  const ghostOf = new Map(ghosts.map((ghost) => [ghost.id, ghost]));
  return (
    <ul ref={root} className="flex min-h-0 flex-1 flex-col overflow-y-auto max-md:max-h-28">
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
                "flex h-6 w-full items-center gap-1.5 rounded-sm px-1 text-left text-sm hover:bg-raised",
                solo !== null && solo !== each.id && "opacity-40",
              )}
            >
              <span aria-hidden className="h-0.5 w-2.5 shrink-0" style={{ background: colour }} />
              <span className="min-w-0 flex-1 truncate text-muted">{each.name}</span>
              {ghost && (
                <span
                  className="shrink-0 border-b border-dashed text-xs text-faint"
                  style={{ borderColor: colour }}
                  data-value-of={ghost.id}
                />
              )}
              <span className="shrink-0 text-fg" data-value-of={each.id} />
            </button>
          </li>
        );
      })}
      {hidden > 0 && <li className="px-1 text-xs text-faint">{t("hiddenSeries", { count: hidden })}</li>}
    </ul>
  );
}
