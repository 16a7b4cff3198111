"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import { useMemo } from "react";
import { Age } from "@/components/ui/age";
import { Badge } from "@/components/ui/badge";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { Input } from "@/components/ui/input";
import { Panel } from "@/components/ui/panel";
import { PanelStates } from "@/components/ui/panel-states";
import { Select } from "@/components/ui/select";
import { StatusBadge } from "@/components/ui/status-badge";
import { formatValue } from "@/lib/core/units";
import type { Translate } from "@/lib/i18n/translate";
import { TRACE_KINDS, type TraceSummary } from "@/lib/self/schemas";
import { selfQueries } from "./self-queries";
import { TraceDialog } from "./trace-dialog";

/** What is typed goes into the address after this pause. */
const TYPED_AFTER_MS = 300;

/** Stored traces: the slowest, the failed, all; found by id or by a part of the name. */
export function TraceList() {
  const t = useTranslations("self");
  const [kind, setKind] = useQueryState("kind", parseAsStringLiteral(TRACE_KINDS).withDefault("slow"));
  const [q, setQ] = useQueryState(
    "q",
    parseAsString.withDefault("").withOptions({ throttleMs: TYPED_AFTER_MS }),
  );
  const [shown, setShown] = useQueryState("trace", parseAsString);
  const query = useQuery(selfQueries.traces({ kind, ...(q.trim() === "" ? {} : { q }) }));
  const traces = query.data?.traces ?? [];
  const columns = useMemo(() => columnsOf(t, (id) => void setShown(id)), [t, setShown]);
  return (
    <Panel
      title={t("traces")}
      description={t("tracesHint")}
      actions={
        <div className="flex w-full gap-2 max-sm:flex-wrap sm:w-[30rem]">
          <div className="w-40 shrink-0">
            <Select
              label={t("which")}
              options={TRACE_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
              value={kind}
              onValueChange={(value) => void setKind(value)}
            />
          </div>
          <Input
            aria-label={t("search")}
            placeholder={t("searchHint")}
            value={q}
            onChange={(event) => void setQ(event.currentTarget.value || null)}
            className="min-w-40 flex-1"
          />
        </div>
      }
      flush
    >
      <PanelStates
        query={query}
        lines={6}
        isEmpty={traces.length === 0}
        empty={{ title: t("noTraces"), hint: t("noTracesHint") }}
      >
        <DataTable label={t("traces")} columns={columns} rows={traces} rowKey={({ id }) => String(id)} />
      </PanelStates>
      <TraceDialog id={shown} onClose={() => void setShown(null)} />
    </Panel>
  );
}

function columnsOf(t: Translate<"self">, onShow: (id: string) => void): DataColumn<TraceSummary>[] {
  return [
    {
      key: "name",
      header: t("name"),
      rowHeader: true,
      grow: true,
      cell: ({ name, traceId, part }) => (
        <span className="flex flex-wrap items-center gap-x-2">
          <button
            type="button"
            onClick={() => onShow(traceId)}
            className="min-h-6 text-left font-medium [overflow-wrap:anywhere] hover:text-accent hover:underline"
          >
            {name}
          </button>
          <Badge>{part}</Badge>
        </span>
      ),
    },
    {
      key: "state",
      header: t("state"),
      cell: ({ failed, reason }) =>
        failed ? (
          <StatusBadge status="critical">{t("failed")}</StatusBadge>
        ) : reason === "slow" ? (
          <StatusBadge status="warning">{t("slow")}</StatusBadge>
        ) : (
          <span className="text-faint">{t("ordinary")}</span>
        ),
    },
    {
      key: "duration",
      header: t("duration"),
      align: "end",
      sort: ({ durationMs }) => durationMs,
      cell: ({ durationMs }) => formatValue(durationMs / 1_000, "seconds"),
    },
    {
      key: "at",
      header: t("at"),
      align: "end",
      sort: ({ startedAt }) => startedAt,
      cell: ({ startedAt }) => <Age at={startedAt} />,
    },
  ];
}
