"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Panel } from "@/components/ui/panel";
import { PanelStates } from "@/components/ui/panel-states";
import type { SourceDetails } from "@/lib/sources/schemas";
import { cardinalityQuery } from "./cardinality-queries";
import { SeriesCountTable } from "./series-count-table";
import { jobsSelector } from "./target-href";

/** Jobs that one selector names; a source with more is counted by these. */
const JOBS_MAX = 20;

/** Which metrics the jobs of a source consist of. */
export function SourceMetrics({ targets }: { targets: SourceDetails["targets"] }) {
  const t = useTranslations("sources.metrics");
  const jobs = [...new Set(targets.map(({ job }) => job))].filter((job) => job !== "").slice(0, JOBS_MAX);
  const selector = jobsSelector(jobs);
  const query = useQuery({ ...cardinalityQuery("__name__", selector), enabled: jobs.length > 0 });
  if (jobs.length === 0) return null;
  return (
    <Panel title={t("title")} description={t("hint")} flush>
      <PanelStates query={query} isEmpty={query.data?.length === 0} empty={{ title: t("none") }}>
        <SeriesCountTable
          label={t("title")}
          header={t("metric")}
          counts={query.data ?? []}
          selectorOf={(name) => `${name}${selector}`}
        />
      </PanelStates>
    </Panel>
  );
}
