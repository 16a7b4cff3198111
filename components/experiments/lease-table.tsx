"use client";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { DataTable, type DataColumn } from "@/components/ui/data-table";
import { Panel } from "@/components/ui/panel";
import { StatusBadge } from "@/components/ui/status-badge";
import type { RunView } from "@/lib/experiments/schemas";
import { useLocalText } from "@/lib/i18n/use-local-text";
import type { Translate } from "@/lib/i18n/translate";
import { findFault } from "@/lib/products/catalogue";
import { LeaseDeadline } from "./lease-deadline";
import { INJECTION_STATUS } from "./verdict-status";

type Injection = RunView["injections"][number];

/** The faults of a run as leases: on what, in which state, and when each ends by itself. */
export function LeaseTable({ injections }: { injections: readonly Injection[] }) {
  const t = useTranslations("experiments");
  const local = useLocalText();
  const columns = useMemo(() => columnsOf(t, local), [t, local]);
  return (
    <Panel title={t("leases")} description={t("leasesHint")} flush>
      {injections.length === 0 ? (
        <p className="p-3 text-muted">{t("noLeases")}</p>
      ) : (
        <DataTable
          label={t("leases")}
          columns={columns}
          rows={injections}
          rowKey={(injection) => injection.id}
        />
      )}
    </Panel>
  );
}

function columnsOf(
  t: Translate<"experiments">,
  local: (en: string, zh: string) => string,
): DataColumn<Injection>[] {
  return [
    {
      key: "resource",
      header: t("target"),
      rowHeader: true,
      sort: (injection) => injection.resourceId,
      cell: (injection) => injection.resourceId,
    },
    {
      key: "fault",
      header: t("fault"),
      grow: true,
      cell: ({ faultId }) => {
        const fault = findFault(faultId);
        return fault ? local(fault.title.en, fault.title.zh) : faultId;
      },
    },
    {
      key: "state",
      header: t("state"),
      cell: ({ state, undoError }) => (
        <span className="flex flex-col items-start gap-0.5">
          <StatusBadge status={INJECTION_STATUS[state]}>{t(`injections.${state}`)}</StatusBadge>
          {undoError !== null && <span className="text-sm whitespace-normal text-critical">{undoError}</span>}
        </span>
      ),
    },
    {
      key: "deadline",
      header: t("deadline"),
      align: "end",
      cell: (injection) => <LeaseDeadline injection={injection} />,
    },
  ];
}
