"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { useTimeRange } from "@/components/time/use-time-range";
import { Age } from "@/components/ui/age";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { Panel } from "@/components/ui/panel";
import { PanelStates } from "@/components/ui/panel-states";
import { type TimeText, useTimeText } from "@/components/ui/use-time-text";
import type { RunView } from "@/lib/experiments/schemas";
import type { Translate } from "@/lib/i18n/translate";
import { runQueries } from "./experiment-queries";
import { RunStateBadge, RunVerdictBadge } from "./run-badges";
import { RunName } from "./run-name";

/** Runs that touch the chosen window. */
export function RunList() {
  const t = useTranslations("experiments");
  const time = useTimeText();
  const { resolved } = useTimeRange();
  const query = useQuery({
    ...runQueries.window(resolved ?? { from: 0, to: 0 }),
    enabled: resolved !== null,
    placeholderData: keepPreviousData,
  });
  const runs = query.data?.runs ?? [];
  const columns = useMemo(() => columnsOf(t, time), [t, time]);
  return (
    <Panel title={t("runs")} description={t("runsHint")} flush>
      <PanelStates
        query={query}
        isEmpty={runs.length === 0}
        empty={{ title: t("noRuns"), hint: t("noRunsHint") }}
      >
        <DataTable label={t("runs")} columns={columns} rows={runs} rowKey={(run) => run.id} />
      </PanelStates>
    </Panel>
  );
}

function columnsOf(t: Translate<"experiments">, time: TimeText): DataColumn<RunView>[] {
  return [
    {
      key: "verdict",
      header: t("verdict"),
      sort: (run) => run.verdict,
      cell: (run) =>
        run.verdict ? <RunVerdictBadge verdict={run.verdict} /> : <RunStateBadge state={run.state} />,
    },
    {
      key: "name",
      header: t("experiment"),
      rowHeader: true,
      grow: true,
      cell: (run) => <RunName run={run} />,
    },
    { key: "state", header: t("state"), wideOnly: true, cell: (run) => <RunStateBadge state={run.state} /> },
    { key: "by", header: t("by"), wideOnly: true, cell: (run) => run.requestedBy },
    {
      key: "started",
      header: t("started"),
      align: "end",
      sort: (run) => run.createdAt,
      cell: (run) => <Age at={run.createdAt} />,
    },
    {
      key: "took",
      header: t("took"),
      align: "end",
      sort: (run) => (run.endedAt === null ? null : run.endedAt - run.createdAt),
      cell: (run) => (run.endedAt === null ? "—" : time.duration(run.endedAt - run.createdAt)),
    },
  ];
}
