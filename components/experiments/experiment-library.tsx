"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Panel } from "@/components/ui/panel";
import { PanelStates } from "@/components/ui/panel-states";
import { ExperimentCard } from "./experiment-card";
import { experimentQueries } from "./experiment-queries";

export function ExperimentLibrary() {
  const t = useTranslations("experiments");
  const query = useQuery(experimentQueries.list());
  const experiments = query.data?.experiments ?? [];
  if (experiments.length === 0)
    return (
      <Panel flush>
        <PanelStates query={query} isEmpty empty={{ title: t("none"), hint: t("noneHint") }}>
          {null}
        </PanelStates>
      </Panel>
    );
  return (
    <PanelStates query={query}>
      <div className="grid items-start gap-3 xl:grid-cols-2">
        {experiments.map((experiment) => (
          <ExperimentCard key={experiment.id} experiment={experiment} />
        ))}
      </div>
    </PanelStates>
  );
}
