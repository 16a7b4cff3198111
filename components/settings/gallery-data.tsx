"use client";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Age } from "@/components/ui/age";
import { CodeBlock } from "@/components/ui/code-block";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { Panel } from "@/components/ui/panel";
import { Stat } from "@/components/ui/stat";
import type { Status } from "@/components/ui/status";
import { StatusBadge } from "@/components/ui/status-badge";
import { useNow } from "@/components/ui/use-now";
import type { Translate } from "@/lib/i18n/translate";

interface Example {
  name: string;
  status: Status;
  value: number | null;
}

/** Made-up rows: this page shows components, not a cloud. */
const EXAMPLES: readonly Example[] = [
  { name: "mysql-order-0", status: "critical", value: 0.971 },
  { name: "mysql-order-1", status: "ok", value: 0.412 },
  { name: "redis-cart-0", status: "unknown", value: null },
  { name: "clb-mall", status: "warning", value: 0.803 },
];

export function GalleryData() {
  const t = useTranslations("settings.ui");
  const status = useTranslations("common.status");
  const now = useNow(60_000);
  const columns = useMemo(() => columnsOf(t, status), [t, status]);
  return (
    <>
      <Panel title={t("figures")}>
        <div className="grid grid-cols-2 gap-4 sm:grid-cols-4">
          <Stat label={t("figure")} value="99.97" unit="%" status="ok" note={<Age at={now || null} />} />
          <Stat label={t("figure")} value="1,284" unit="/min" />
          <Stat
            label={t("figure")}
            value="3"
            status="critical"
            note={<Age at={now || null} staleAfterMs={1_000} />}
          />
          <Stat label={t("figure")} value={null} note={<Age at={null} />} />
        </div>
      </Panel>
      <Panel title={t("table")} flush>
        <DataTable
          label={t("table")}
          columns={columns}
          rows={EXAMPLES}
          rowKey={(row) => row.name}
          sortBy={{ key: "value", descending: true }}
        />
      </Panel>
      <CodeBlock label="PromQL" code={'max by (resource) (mysql_cpu_usage_ratio{zone="zone-1"}) > 0.9'} />
    </>
  );
}

function columnsOf(t: Translate<"settings.ui">, status: Translate<"common.status">): DataColumn<Example>[] {
  return [
    {
      key: "name",
      header: t("name"),
      cell: (row) => row.name,
      sort: (row) => row.name,
      rowHeader: true,
      grow: true,
    },
    {
      key: "status",
      header: t("status"),
      cell: (row) => <StatusBadge status={row.status}>{status(row.status)}</StatusBadge>,
    },
    {
      key: "value",
      header: t("value"),
      align: "end",
      sort: (row) => row.value,
      cell: (row) => (row.value === null ? "—" : `${(row.value * 100).toFixed(1)} %`),
    },
  ];
}
