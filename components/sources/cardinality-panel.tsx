"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Panel } from "@/components/ui/panel";
import { PanelStates } from "@/components/ui/panel-states";
import { Select } from "@/components/ui/select";
import { cardinalityQuery, totalQuery } from "./cardinality-queries";
import { SeriesCountTable } from "./series-count-table";
import { targetSelector } from "./target-href";

const ALL = '{__name__!=""}';

/** What has most series: where to look when there are too many. */
export function CardinalityPanel() {
  const t = useTranslations("sources.cardinality");
  const [label, setLabel] = useState<"__name__" | "job">("__name__");
  const query = useQuery(cardinalityQuery(label, ALL));
  const total = useQuery(totalQuery(ALL));
  const header = label === "job" ? t("byJob") : t("byMetric");
  return (
    <Panel
      title={t("title")}
      description={t("hint")}
      actions={
        <Select
          className="!w-36"
          label={t("name")}
          value={label}
          onValueChange={setLabel}
          options={[
            { value: "__name__", label: t("byMetric") },
            { value: "job", label: t("byJob") },
          ]}
        />
      }
      flush
    >
      <PanelStates query={query} isEmpty={query.data?.length === 0} empty={{ title: t("none") }}>
        <SeriesCountTable
          label={t("title")}
          header={header}
          counts={query.data ?? []}
          selectorOf={(name) => (label === "job" ? targetSelector({ job: name }) : name)}
          total={total.data}
        />
      </PanelStates>
    </Panel>
  );
}
