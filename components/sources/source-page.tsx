"use client";
import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { Panel } from "@/components/ui/panel";
import { PanelStates } from "@/components/ui/panel-states";
import type { SourceDetails } from "@/lib/sources/schemas";
import { LimitsPanel } from "./limits-panel";
import { RejectionList } from "./rejection-list";
import { SourceFigures } from "./source-figures";
import { SourceMetrics } from "./source-metrics";
import { sourceName } from "./source-name";
import { sourceQueries } from "./source-queries";
import { SourceStateBadge } from "./source-state-badge";
import { TargetTable } from "./target-table";

export function SourcePage({ id }: { id: string }) {
  const query = useQuery(sourceQueries.one(id));
  if (!query.data)
    return (
      <PageBody>
        <Panel flush>
          <PanelStates query={query} lines={8}>
            {null}
          </PanelStates>
        </Panel>
      </PageBody>
    );
  return (
    <PanelStates query={query}>
      <Source source={query.data} />
    </PanelStates>
  );
}

function Source({ source }: { source: SourceDetails }) {
  const t = useTranslations("sources");
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            {sourceName(t, source)}
            <SourceStateBadge source={source} />
          </span>
        }
        description={
          <Link href="/settings/sources" className="inline-flex items-center gap-1 hover:text-fg">
            <ArrowLeft className="size-3.5" aria-hidden />
            {t("details.back")}
          </Link>
        }
      />
      <PageBody>
        <SourceFigures source={source} />
        <RejectionList rejections={source.rejections} />
        {source.senderKind === "token" && !source.revoked && <LimitsPanel source={source} />}
        <div className="grid items-start gap-4 xl:grid-cols-2">
          <TargetTable targets={source.targets} more={source.moreTargets} />
          <SourceMetrics targets={source.targets} />
        </div>
      </PageBody>
    </>
  );
}
