"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Age } from "@/components/ui/age";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { Panel } from "@/components/ui/panel";
import { PanelStates } from "@/components/ui/panel-states";
import { StatusBadge } from "@/components/ui/status-badge";
import { useNow } from "@/components/ui/use-now";
import type { Translate } from "@/lib/i18n/translate";
import type { SelfView } from "@/lib/self/schemas";

const LOOK_PERIOD_MS = 5_000;
/** Five heartbeats of the worker. */
const SILENT_AFTER_MS = 10_000;

type Service = SelfView["services"][number];

/** What the worker runs, by its heartbeats. */
export function ServiceTable({ query }: { query: UseQueryResult<SelfView> }) {
  const t = useTranslations("self");
  const now = useNow(LOOK_PERIOD_MS);
  const services = query.data?.services ?? [];
  // The list is as old as the last answer: until the next one, its heartbeats are not late.
  const askedAt = query.dataUpdatedAt;
  const columns = useMemo(() => columnsOf(t, now === 0 ? 0 : askedAt), [t, now, askedAt]);
  return (
    <Panel title={t("services")} description={t("servicesHint")} flush>
      <PanelStates query={query} isEmpty={services.length === 0} empty={{ title: t("noServices") }}>
        <DataTable label={t("services")} columns={columns} rows={services} rowKey={({ name }) => name} />
      </PanelStates>
    </Panel>
  );
}

function columnsOf(t: Translate<"self">, askedAt: number): DataColumn<Service>[] {
  return [
    {
      key: "state",
      header: t("state"),
      cell: ({ at, error }) =>
        error !== null ? (
          <StatusBadge status="critical">{t("failing")}</StatusBadge>
        ) : askedAt - at > SILENT_AFTER_MS ? (
          <StatusBadge status="warning">{t("silent")}</StatusBadge>
        ) : (
          <StatusBadge status="ok">{t("running")}</StatusBadge>
        ),
    },
    {
      key: "name",
      header: t("service"),
      rowHeader: true,
      grow: true,
      cell: ({ name, error }) => (
        <span className="flex flex-col">
          <span>{name}</span>
          {error !== null && <span className="text-sm [overflow-wrap:anywhere] text-muted">{error}</span>}
        </span>
      ),
    },
    { key: "at", header: t("heartbeat"), align: "end", cell: ({ at }) => <Age at={at} /> },
  ];
}
