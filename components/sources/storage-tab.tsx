"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Panel } from "@/components/ui/panel";
import { PanelEmpty, PanelStates } from "@/components/ui/panel-states";
import { CardinalityPanel } from "./cardinality-panel";
import { DeletePanel } from "./delete-panel";
import { RetentionPanel } from "./retention-panel";
import { StorageFigures } from "./storage-figures";
import { storageQueries } from "./storage-queries";

/** What is stored, for how long, and where the series are. */
export function StorageTab() {
  const t = useTranslations("sources.storage");
  const query = useQuery(storageQueries.view());
  const embedded = query.data?.embedded;
  return (
    <div className="flex flex-col gap-4">
      {embedded ? (
        <PanelStates query={query}>
          <div className="grid items-start gap-4 xl:grid-cols-2">
            <StorageFigures storage={embedded} />
            <RetentionPanel storage={embedded} />
          </div>
        </PanelStates>
      ) : (
        <Panel flush>
          <PanelStates query={query} lines={6}>
            <PanelEmpty title={t("remote")} hint={t("remoteHint")} />
          </PanelStates>
        </Panel>
      )}
      <CardinalityPanel />
      {embedded && <DeletePanel />}
    </div>
  );
}
