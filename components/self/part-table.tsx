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
import { formatValue } from "@/lib/core/units";
import type { Translate } from "@/lib/i18n/translate";
import { SILENT_AFTER_MS } from "@/lib/self/constants";
import type { SelfPart, SelfView } from "@/lib/self/schemas";

const LOOK_PERIOD_MS = 5_000;

/** The processes of the product, as they tell of themselves. */
export function PartTable({ query }: { query: UseQueryResult<SelfView> }) {
  const t = useTranslations("self");
  const now = useNow(LOOK_PERIOD_MS);
  const parts = query.data?.parts ?? [];
  const columns = useMemo(() => columnsOf(t, now), [t, now]);
  return (
    <Panel title={t("parts")} description={t("partsHint")} flush>
      <PanelStates
        query={query}
        lines={3}
        isEmpty={parts.length === 0}
        empty={{ title: t("noParts"), hint: t("noPartsHint") }}
        {...(query.data?.parts === null ? { unknown: t("storeAway") } : {})}
      >
        <DataTable
          label={t("parts")}
          columns={columns}
          rows={parts}
          rowKey={({ part, instance }) => `${part} ${instance}`}
        />
      </PanelStates>
    </Panel>
  );
}

function columnsOf(t: Translate<"self">, now: number): DataColumn<SelfPart>[] {
  const isSilent = ({ seenAt }: SelfPart) => now > 0 && now - seenAt > SILENT_AFTER_MS;
  return [
    {
      key: "state",
      header: t("state"),
      cell: (part) =>
        isSilent(part) ? (
          <StatusBadge status="critical">{t("silent")}</StatusBadge>
        ) : (
          <StatusBadge status="ok">{t("alive")}</StatusBadge>
        ),
    },
    {
      key: "part",
      header: t("part"),
      rowHeader: true,
      grow: true,
      cell: ({ part, instance }) => (
        <span className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium">{part}</span>
          <code className="font-mono text-sm text-faint">{instance}</code>
        </span>
      ),
    },
    {
      key: "memory",
      header: t("memory"),
      align: "end",
      cell: (part) => formatValue(part.memoryBytes, "bytes"),
    },
    { key: "cpu", header: t("cpu"), align: "end", cell: (part) => formatValue(part.cpuRatio, "ratio") },
    {
      key: "lag",
      header: t("loopLag"),
      align: "end",
      wideOnly: true,
      cell: (part) => formatValue(part.loopLagS, "seconds"),
    },
    {
      key: "used",
      header: t("loopUsed"),
      align: "end",
      wideOnly: true,
      cell: (part) => formatValue(part.loopUsedRatio, "ratio"),
    },
    {
      key: "restarts",
      header: t("restarts"),
      align: "end",
      wideOnly: true,
      cell: (part) => formatValue(part.restarts),
    },
    {
      key: "started",
      header: t("started"),
      align: "end",
      wideOnly: true,
      cell: (part) => <Age at={part.startedAt} />,
    },
    {
      key: "seen",
      header: t("seen"),
      align: "end",
      cell: (part) => <Age at={part.seenAt} staleAfterMs={SILENT_AFTER_MS} />,
    },
  ];
}
