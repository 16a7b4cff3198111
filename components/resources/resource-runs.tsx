"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { runQueries } from "@/components/experiments/experiment-queries";
import { RunStateBadge, RunVerdictBadge } from "@/components/experiments/run-badges";
import { RunName } from "@/components/experiments/run-name";
import { useTimeHref } from "@/components/shell/use-time-href";
import { Age } from "@/components/ui/age";
import { Panel } from "@/components/ui/panel";
import { PanelStates } from "@/components/ui/panel-states";
import { useNow } from "@/components/ui/use-now";
import { DAY_MS, HOUR_MS } from "@/lib/core/time";

/** What was proven of it is not only of the last hour. Our choice. */
const SPAN_MS = 30 * DAY_MS;

/** Experiments of the last month that injected a fault into it. */
export function ResourceRuns({ id }: { id: string }) {
  const t = useTranslations("resources");
  const timeHref = useTimeHref();
  const now = useNow(HOUR_MS);
  const to = Math.ceil(now / HOUR_MS) * HOUR_MS;
  const query = useQuery({
    ...runQueries.window({ from: to - SPAN_MS, to, resource: id }),
    enabled: now > 0,
    placeholderData: keepPreviousData,
  });
  const runs = query.data?.runs ?? [];
  return (
    <Panel
      id="experiments"
      title={t("runsTitle")}
      description={t("runsHint")}
      actions={
        <Link href={timeHref("/experiments")} className="text-sm text-accent hover:underline">
          {t("allRuns")}
        </Link>
      }
      flush
    >
      <PanelStates
        query={query}
        isEmpty={runs.length === 0}
        empty={{ title: t("noRuns"), hint: t("noRunsHint") }}
      >
        <ul>
          {runs.map((run) => (
            <li
              key={run.id}
              className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-3 py-2 last:border-b-0"
            >
              {run.verdict ? <RunVerdictBadge verdict={run.verdict} /> : <RunStateBadge state={run.state} />}
              <span className="min-w-0 flex-1">
                <RunName run={run} />
                <span className="block text-sm text-faint">
                  {[
                    ...new Set(
                      run.injections
                        .filter(({ resourceId }) => resourceId === id)
                        .map(({ faultId }) => faultId),
                    ),
                  ].join(", ")}
                </span>
              </span>
              <Age at={run.createdAt} className="text-sm text-faint" />
            </li>
          ))}
        </ul>
      </PanelStates>
    </Panel>
  );
}
