"use client";
import { colourCss, colourSlot } from "@/components/charts/prepare/colours";

interface Entry {
  id: string;
  name: string;
  colourKey: string;
  ghost?: boolean;
}

/** Names the lines of a chart, each beside a piece of its line. */
export function ChartLegend({ series }: { series: readonly Entry[] }) {
  if (series.length < 2) return null;
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-0.5 text-xs text-muted">
      {series.map(({ id, name, colourKey, ghost }) => (
        <li key={id} className="flex min-w-0 items-center gap-1.5">
          <span
            aria-hidden
            className="w-3 shrink-0 border-t-2"
            style={{ borderColor: colourCss(colourSlot(colourKey)), borderStyle: ghost ? "dashed" : "solid" }}
          />
          <span className="truncate">{name}</span>
        </li>
      ))}
    </ul>
  );
}
