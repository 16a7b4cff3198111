"use client";
import { withDistinctColours } from "@/components/charts/prepare/colours";
import { useLocale, useTimeZone, useTranslations } from "next-intl";
import { useMemo } from "react";
import { BarChart } from "@/components/charts/bar-chart";
import { LineChart } from "@/components/charts/line-chart";
import { Stat } from "@/components/ui/stat";
import type { Chart } from "@/lib/chat/schemas";
import { formatValue } from "@/lib/core/units";
import { ChartLegend } from "./chart-legend";

/** The picture of an answer, drawn by what the server decided. */
export function AnswerChart({ chart }: { chart: Chart }) {
  const t = useTranslations("chat");
  if (chart.kind === "stat")
    return (
      <Stat
        size="lg"
        label={chart.title}
        value={chart.value === null ? null : formatValue(chart.value, chart.unit)}
        {...(chart.value === null ? { note: t("noSamples") } : {})}
      />
    );
  if (chart.kind === "bar") return <BarChart bars={chart.bars} unit={chart.unit} label={chart.title} />;
  return <AnswerLines chart={chart} />;
}

function AnswerLines({ chart }: { chart: Extract<Chart, { kind: "line" }> }) {
  const t = useTranslations("chat");
  const locale = useLocale();
  const timezone = useTimeZone();
  const range = useMemo(() => ({ from: chart.from, to: chart.to }), [chart]);
  const series = useMemo(
    () =>
      withDistinctColours(
        chart.series.map(({ ghost, ...line }) => ({
          ...line,
          name: ghost ? t("before", { name: line.name }) : line.name,
          colourKey: line.name,
          ...(ghost ? { ghost } : {}),
        })),
      ),
    [chart, t],
  );
  return (
    <figure className="flex min-w-0 flex-col gap-1">
      <figcaption className="truncate text-sm text-muted">{chart.title}</figcaption>
      <LineChart
        label={chart.title}
        series={series}
        range={range}
        maxGapMs={chart.maxGapMs}
        unit={chart.unit}
        locale={locale}
        {...(timezone === undefined ? {} : { timezone })}
        className="h-44 w-full"
      />
      <ChartLegend series={series} />
      {chart.hidden > 0 && <p className="text-xs text-faint">{t("hidden", { count: chart.hidden })}</p>}
    </figure>
  );
}
