"use client";
import { useQuery } from "@tanstack/react-query";
import { ChartSpline } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { episodeHref } from "@/components/time/timeline-href";
import { Age } from "@/components/ui/age";
import { Panel } from "@/components/ui/panel";
import { PanelStates } from "@/components/ui/panel-states";
import { SECOND_MS } from "@/lib/core/time";
import type { RunView } from "@/lib/experiments/schemas";
import { useLocalText } from "@/lib/i18n/use-local-text";
import { AbortButton } from "./abort-button";
import { AlarmVerdicts } from "./alarm-verdicts";
import { runQueries } from "./experiment-queries";
import { LeaseTable } from "./lease-table";
import { PlanSummary } from "./plan-summary";
import { RunStateBadge, RunVerdictBadge } from "./run-badges";
import { RunCourse } from "./run-course";
import { SteadyTable } from "./steady-table";
import { TargetList } from "./target-list";
import { isOver } from "./verdict-status";
import { VerdictPanel } from "./verdict-panel";

/** Besides the live events: a run that hangs must not be shown as it was a minute ago. */
const OPEN_RUN_MS = 2 * SECOND_MS;

export function RunPage({ id }: { id: string }) {
  const query = useQuery({
    ...runQueries.one(id),
    refetchInterval: ({ state }) => (state.data && isOver(state.data.state) ? false : OPEN_RUN_MS),
  });
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
      <Run run={query.data} />
    </PanelStates>
  );
}

function Run({ run }: { run: RunView }) {
  const t = useTranslations("experiments");
  const local = useLocalText();
  const { report } = run;
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            {local(run.experiment.title, run.experiment.titleZh)}
            <RunStateBadge state={run.state} />
            <RunVerdictBadge verdict={run.verdict} />
          </span>
        }
        description={
          <>
            {t("startedBy", { name: run.requestedBy })} <Age at={run.createdAt} />
            {run.reason !== null && report === null && <p>{run.reason}</p>}
          </>
        }
        actions={
          <>
            <Link
              href={episodeHref(run.createdAt, run.endedAt)}
              className="inline-flex h-8 items-center gap-1.5 rounded-md border bg-raised px-3 hover:border-line-strong"
            >
              <ChartSpline className="size-4 text-faint" aria-hidden />
              {t("onTimeline")}
            </Link>
            {!isOver(run.state) && <AbortButton runId={run.id} />}
          </>
        }
      />
      <PageBody>
        <RunCourse run={run} />
        {report && <VerdictPanel report={report} />}
        {report && <AlarmVerdicts alarms={report.alarms} />}
        {report && report.targets.length > 0 && <TargetList targets={report.targets} />}
        {report && report.steadyState.length > 0 && <SteadyTable results={report.steadyState} />}
        <LeaseTable injections={run.injections} />
        <Panel title={t("plan")} description={t("planHint")}>
          <PlanSummary plan={run.plan} />
        </Panel>
      </PageBody>
    </>
  );
}
