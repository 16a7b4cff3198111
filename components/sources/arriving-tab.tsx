"use client";
import { useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { Panel } from "@/components/ui/panel";
import { PanelStates } from "@/components/ui/panel-states";
import { Button } from "@/components/ui/button";
import { isSelf } from "./source-name";
import { sourceQueries } from "./source-queries";
import { SourceSummary } from "./source-summary";
import { SourceTable } from "./source-table";

export function ArrivingTab({ onConnect }: { onConnect: () => void }) {
  const t = useTranslations("sources");
  const format = useFormatter();
  const query = useQuery(sourceQueries.list());
  const sources = query.data?.sources ?? [];
  // What Evenkeel tells of itself is listed, but is nobody's source.
  const foreign = sources.filter((source) => !isSelf(source));
  const error = format.number(query.data?.seriesErrorRatio ?? 0, {
    style: "percent",
    maximumFractionDigits: 1,
  });
  return (
    <div className="flex flex-col gap-4">
      {foreign.length > 0 && <SourceSummary sources={foreign} />}
      <Panel flush>
        <PanelStates
          query={query}
          isEmpty={foreign.length === 0}
          empty={{
            title: t("empty.title"),
            hint: t("empty.hint"),
            action: (
              <Button variant="primary" onClick={onConnect}>
                {t("connectOne")}
              </Button>
            ),
          }}
        >
          <SourceTable sources={sources} />
          <p className="border-t px-3 py-2 text-sm text-faint">{t("seriesHint", { error })}</p>
        </PanelStates>
      </Panel>
    </div>
  );
}
