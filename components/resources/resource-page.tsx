"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { useTimeHref } from "@/components/shell/use-time-href";
import { Age } from "@/components/ui/age";
import { Panel } from "@/components/ui/panel";
import { PanelEmpty, PanelStates } from "@/components/ui/panel-states";
import { StatusShape } from "@/components/ui/status-shape";
import { AppError } from "@/lib/core/errors";
import { useLocalText } from "@/lib/i18n/use-local-text";
import type { ResourceDetail } from "@/lib/resources/schemas";
import { EditDialog } from "./edit-dialog";
import { LifecycleMenu } from "./lifecycle-menu";
import { ResourceAlarms } from "./resource-alarms";
import { SeenBadge, StateBadge } from "./resource-cells";
import { ResourceDifferences } from "./resource-differences";
import { ResourceFacts } from "./resource-facts";
import { ResourceFindings } from "./resource-findings";
import { ResourceHistory } from "./resource-history";
import { productName } from "./resource-names";
import { resourceQueries } from "./resource-queries";
import { ResourceRelations } from "./resource-relations";
import { ResourceRuns } from "./resource-runs";
import { ResourceTimeline } from "./resource-timeline";

export function ResourcePage({ id }: { id: string }) {
  const t = useTranslations("resources");
  const timeHref = useTimeHref();
  const query = useQuery(resourceQueries.one(id));
  const isUnknown = query.error instanceof AppError && query.error.code === "not_found";
  if (isUnknown || !query.data)
    return (
      <>
        <PageHeader title={id} />
        <PageBody>
          <Panel flush>
            {isUnknown ? (
              <PanelEmpty
                title={t("unknownId", { id })}
                hint={t("unknownIdHint")}
                action={
                  <Link href={timeHref("/resources")} className="text-accent underline underline-offset-2">
                    {t("toList")}
                  </Link>
                }
              />
            ) : (
              <PanelStates query={query} lines={10}>
                {null}
              </PanelStates>
            )}
          </Panel>
        </PageBody>
      </>
    );
  return (
    <PanelStates query={query}>
      <Resource detail={query.data} />
    </PanelStates>
  );
}

function Resource({ detail }: { detail: ResourceDetail }) {
  const t = useTranslations("resources");
  const local = useLocalText();
  const timeHref = useTimeHref();
  const { resource } = detail;
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            <span className="[overflow-wrap:anywhere]">{resource.id}</span>
            <StateBadge state={resource.state} />
            <SeenBadge seen={resource.seen} />
          </span>
        }
        description={
          <>
            <Link href={timeHref("/resources")} className="text-accent hover:underline">
              {t("title")}
            </Link>
            {" › "}
            <Link
              href={`/resources?product=${encodeURIComponent(resource.product)}`}
              className="text-accent hover:underline"
            >
              {productName(resource.product, local)}
            </Link>
          </>
        }
        actions={
          <>
            <EditDialog detail={detail} />
            <LifecycleMenu detail={detail} />
          </>
        }
      />
      <PageBody>
        <SilenceNote detail={detail} />
        {detail.differences.length > 0 && <ResourceDifferences differences={detail.differences} />}
        <div className="grid gap-4 lg:grid-cols-2">
          <ResourceFacts detail={detail} />
          <ResourceRelations detail={detail} />
        </div>
        <ResourceTimeline detail={detail} />
        <ResourceAlarms detail={detail} />
        <div className="grid gap-4 xl:grid-cols-2">
          <ResourceFindings id={resource.id} />
          <ResourceRuns id={resource.id} />
        </div>
        <ResourceHistory detail={detail} />
      </PageBody>
    </>
  );
}

/** Says what old figures mean: a page of a silent resource must not look like one of a quiet one. */
function SilenceNote({ detail }: { detail: ResourceDetail }) {
  const t = useTranslations("resources");
  const { seen, state, lastSeenAt } = detail.resource;
  if (seen === "seen") return null;
  if (seen === "never" && state === "planned") return null;
  return (
    <p className="flex flex-wrap items-center gap-2 rounded-md border border-dashed px-3 py-2 text-unknown">
      <StatusShape status={seen === "stale" ? "warning" : "unknown"} />
      <span className="[overflow-wrap:anywhere]">{t(`silence.${seen}`)}</span>
      {lastSeenAt !== null && (
        <span>
          {t("lastSeen")} <Age at={lastSeenAt} />
        </span>
      )}
    </p>
  );
}
